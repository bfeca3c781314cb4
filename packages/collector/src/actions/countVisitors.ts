import { setTimeout as pause } from 'node:timers/promises';
import { countTouch, type CountedVisitor } from '../domain/visitor.ts';
import { readingActs } from '../domain/reading.ts';
import { packSource } from '../domain/reports/pack.ts';
import { resolveTouch } from '../domain/source.ts';
import type { Db } from '../storage/dialect.ts';
import { ensureTimer, setTimer } from '../storage/timers.ts';
import {
  lockCounts,
  pagesOf,
  placesOf,
  removeCount,
  removeVisitors,
  saveCount,
  saveVisitors,
  visitorsNamed,
  visitorTouchesAfter,
  type VisitorTouch,
} from '../storage/visitors.ts';
import type { VisitorCountsTable, VisitorsTable } from '../storage/visitorTables.ts';
import type { Deps, InTransaction } from './deps.ts';
import { codesIn, sourceRules } from './readJourney.ts';

const MINUTE_MS = 60_000;
/** Few at once: on SQLite whatever arrives meanwhile waits. */
const TOUCHES_AT_ONCE = 100;
/**
 * A visit is looked at when it is over, so that what was read in it is known. Ingest answers within seconds or
 * gives up, so nothing that was received by then becomes visible later, whichever process took it.
 */
const VISIT_MS = 30 * MINUTE_MS;
const LOOK_EVERY_MS = 5 * MINUTE_MS;

/** Sets the timer that counts visitors, where there is none. */
export const ensureCount = (db: Db, nowMs: number): Promise<void> =>
  ensureTimer(db, { kind: 'count_visitors' }, nowMs);

/** Counts some visitors; at once again while there are more. */
export async function continueCount(tx: InTransaction): Promise<void> {
  const isBehind = await countStep(tx);
  const nextLook = (Math.floor(tx.nowMs / LOOK_EVERY_MS) + 1) * LOOK_EVERY_MS;
  await setTimer(tx.trx, { kind: 'count_visitors' }, isBehind ? tx.nowMs : nextLook);
}

/** Counts until nothing is left; `rest` gives others their turn. */
export async function finishRecount(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  rest: () => Promise<unknown> = () => pause(0),
): Promise<void> {
  while (await db.transaction().execute((trx) => countStep({ trx, nowMs: clock.now() }))) await rest();
}

/**
 * Goes on with every count and moves its cursor in the same transaction: each touch counts once whatever dies.
 * A count that is complete takes the place of the one before. True while there is more to do.
 */
async function countStep(tx: InTransaction): Promise<boolean> {
  let isBehind = false;
  const counts = await lockCounts(tx.trx);
  for (const count of counts) {
    if (count.state === 'dropped') {
      if (!(await removeVisitors(tx.trx, count.generation, TOUCHES_AT_ONCE)))
        await removeCount(tx.trx, count.generation);
      isBehind = true;
      continue;
    }
    if (await countTouches(tx, count)) isBehind = true;
    else if (count.state === 'building') {
      await serve(tx.trx, counts, count.generation);
      isBehind = true;
    }
  }
  return isBehind;
}

async function serve(db: Db, counts: readonly VisitorCountsTable[], generation: number): Promise<void> {
  for (const { generation: other } of counts.filter(({ state }) => state === 'serving'))
    await setState(db, other, 'dropped');
  await setState(db, generation, 'serving');
}

async function setState(db: Db, generation: number, state: VisitorCountsTable['state']): Promise<void> {
  const counts = await lockCounts(db);
  const count = counts.find((each) => each.generation === generation);
  if (count) await saveCount(db, { ...count, state });
}

/** The next touches of one count; true while there are more. */
async function countTouches({ trx, nowMs }: InTransaction, count: VisitorCountsTable): Promise<boolean> {
  const touches = await visitorTouchesAfter(trx, count, nowMs - VISIT_MS, TOUCHES_AT_ONCE);
  const last = touches.at(-1);
  if (!last) return false;
  const names = [...new Set(touches.map(({ visitor }) => visitor))];
  const before = await visitorsNamed(trx, count.generation, names);
  const counted = new Map<string, CountedVisitor>(before.map((row) => [row.visitor, row]));
  const places = await placesIn(trx, touches);
  for (const [index, { visitor, site, receivedAt }] of touches.entries()) {
    const touch = { visitor, site, at: receivedAt, source: places[index] ?? 0 };
    counted.set(visitor, countTouch(counted.get(visitor), touch));
  }
  const rows = await withReading(trx, [...counted.values()]);
  const { generation } = count;
  await saveVisitors(
    trx,
    rows.map((row): VisitorsTable => ({ ...row, generation })),
  );
  await saveCount(trx, { ...count, received_at: last.receivedAt, event: last.id });
  return touches.length === TOUCHES_AT_ONCE;
}

/** The place of the source of each touch, by the rules in force. */
async function placesIn(db: Db, touches: readonly VisitorTouch[]): Promise<number[]> {
  const rules = await sourceRules(
    db,
    touches.flatMap(({ body }) => codesIn(body)),
  );
  const sources = touches.map(({ kind, body }) =>
    JSON.stringify(packSource(resolveTouch({ kind, ...body }, rules).resolved)),
  );
  const places = await placesOf(db, sources);
  return sources.map((source) => places.get(source) ?? 0);
}

/** Who came once may have read all the same. */
async function withReading(db: Db, visitors: readonly CountedVisitor[]): Promise<CountedVisitor[]> {
  const unsure = visitors.filter(({ touches, has_read }) => touches === 1 && has_read === 0);
  const pages = await pagesOf(
    db,
    unsure.map(({ visitor }) => visitor),
  );
  const byVisitor = Map.groupBy(pages, ({ visitor }) => visitor);
  return visitors.map((visitor) => {
    const seen = visitor.touches === 1 ? (byVisitor.get(visitor.visitor) ?? []) : [];
    return readingActs(seen).length > 0 ? { ...visitor, has_read: 1 } : visitor;
  });
}
