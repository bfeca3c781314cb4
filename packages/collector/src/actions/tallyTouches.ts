import { createHash } from 'node:crypto';
import { setImmediate as letOthersGo } from 'node:timers/promises';
import { landingPath, tagsOf } from '../domain/linkTags.ts';
import type { Db } from '../storage/dialect.ts';
import type { TagTalliesTable } from '../storage/sourceTables.ts';
import {
  addTallies,
  findTallyCursor,
  lockTallyCursor,
  saveTallyCursor,
  tallySums,
  touchesAfter,
  type CountableTouch,
  type TallySums,
} from '../storage/tallies.ts';
import { ensureTimer, setTimer } from '../storage/timers.ts';
import type { Deps, InTransaction } from './deps.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TOUCHES_AT_ONCE = 200;
/** Touches that are counted while somebody waits for a report; the timer does the rest. */
const STEPS_FOR_A_READER = 20;
const MOST_FRESH = 5_000;
/** What was received until then is stored, whichever process took it and however its clock goes. */
const SETTLED_AFTER_MS = 10_000;

/** Sets the timer that counts what arrived, where there is none. */
export const ensureTally = (db: Db, nowMs: number): Promise<void> =>
  ensureTimer(db, { kind: 'tally_touches' }, nowMs);

/** Counts some touches; at once again while there are more, else in an hour. */
export async function continueTally(tx: InTransaction): Promise<void> {
  const isBehind = await tallyStep(tx);
  await setTimer(tx.trx, { kind: 'tally_touches' }, tx.nowMs + (isBehind ? 0 : HOUR_MS));
}

/**
 * Counts the next touches by their tags and moves the cursor in the same transaction, so that each counts once
 * whatever dies. True while there are more.
 */
async function tallyStep({ trx, nowMs }: InTransaction): Promise<boolean> {
  const cursor = await lockTallyCursor(trx);
  const touches = await touchesAfter(trx, cursor, nowMs - SETTLED_AFTER_MS, TOUCHES_AT_ONCE);
  const last = touches.at(-1);
  if (!last) return false;
  await addTallies(trx, tallied(touches));
  await saveTallyCursor(trx, { receivedAt: last.receivedAt, event: last.id });
  return touches.length === TOUCHES_AT_ONCE;
}

/**
 * What was not counted yet, as it would be counted. `countedUpTo`: null where that is everything, else the time
 * (epoch milliseconds) of the last touch in it.
 */
export type Fresh = { fresh: TagTalliesTable[]; countedUpTo: number | null };

/** What is counted and what is not yet; adding up much of either takes SQLite a tenth of a second. */
export type TouchSums = TallySums & { fresh: (nowMs: number) => Promise<Fresh> };

export const touchSums = (db: Db): TouchSums => ({
  ...tallySums(db),
  fresh: (nowMs) => readFresh(db, nowMs),
});

/** Counts what is settled, as far as a reader may be kept waiting, and gives what came since. */
export async function freshTallies(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  sums: TouchSums,
): Promise<Fresh> {
  const nowMs = clock.now();
  for (let step = 0; step < STEPS_FOR_A_READER; step += 1) {
    if (!(await db.transaction().execute((trx) => tallyStep({ trx, nowMs })))) break;
    await letOthersGo();
  }
  return sums.fresh(nowMs);
}

async function readFresh(db: Db, nowMs: number): Promise<Fresh> {
  const touches = await touchesAfter(db, await findTallyCursor(db), nowMs, MOST_FRESH);
  const isAll = touches.length < MOST_FRESH;
  return { fresh: tallied(touches), countedUpTo: isAll ? null : (touches.at(-1)?.receivedAt ?? null) };
}

/** One row for the same tags on the same page and day; touches without tags are left out. */
function tallied(touches: readonly CountableTouch[]): TagTalliesTable[] {
  const rows = new Map<string, TagTalliesTable>();
  for (const touch of touches) {
    const row = rowOf(touch);
    if (row === null) continue;
    const same = rows.get(row.id);
    if (same) same.touches += 1;
    else rows.set(row.id, row);
  }
  return [...rows.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function rowOf({ kind, site, receivedAt, body }: CountableTouch): TagTalliesTable | null {
  const tags = tagsOf(body);
  if (tags === null) return null;
  const day = Math.floor(receivedAt / DAY_MS) * DAY_MS;
  const path = kind === 'touch' || kind === 'visit' ? landingPath(body.url) : null;
  const words = JSON.stringify(tags);
  const id = createHash('sha256')
    .update(JSON.stringify([day, site, path, words]))
    .digest('hex')
    .slice(0, 32);
  return { id, day, site, path, source: tags.source || null, tags: words, touches: 1, first_at: receivedAt };
}
