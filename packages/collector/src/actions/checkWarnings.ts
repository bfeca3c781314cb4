import type { WarningKind, WarningTold } from '@headwater/contract';
import { nextCheckAt, periodAt } from '../domain/warningPeriod.ts';
import { findWarnings } from '../domain/warnings.ts';
import { inWords } from '../domain/warningWords.ts';
import type { Db } from '../storage/dialect.ts';
import {
  ensureCheck,
  findCheck,
  lockCheck,
  openWarnings,
  saveCheck,
  saveWarning,
  warningsOfPeriod,
} from '../storage/warnings.ts';
import type { Reports } from './askReport.ts';
import { owe } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { measureWarnings } from './measureWarnings.ts';
import { settingsValue } from './settings.ts';
import { asUnavailable } from './unavailable.ts';

export type WarningDeps = Deps & { reports: Reports };

/** How often it is asked whether it is time to look when nothing rings, in milliseconds. */
const LOOK_EVERY_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Sets when to look first, where that is not set. */
export async function ensureWarnings({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await ensureCheck(db, await nextCheck(db, clock.now()));
}

/**
 * Looks for warnings when it is time, until `stop` is aborted. A loop of its own: what waits for the thread of
 * reports must not keep deadlines waiting.
 */
export async function watchWarnings(deps: WarningDeps, stop: AbortSignal): Promise<void> {
  const startedAt = deps.clock.now();
  while (!stop.aborted) {
    await checkOrLog(deps, startedAt, stop);
    await deps.signals.timers.wait(LOOK_EVERY_MS, stop);
  }
}

async function checkOrLog(deps: WarningDeps, startedAt: number, stop: AbortSignal): Promise<void> {
  try {
    await checkWarnings(deps, startedAt);
  } catch (error) {
    if (stop.aborted) return;
    if (asUnavailable(error)) deps.log.warn({ err: error }, 'warnings wait for the database');
    else deps.log.error({ err: error }, 'looking for warnings failed');
    // who failed is not asked again at once
    await deps.signals.timers.wait(LOOK_EVERY_MS * 10, stop);
  }
}

/**
 * Looks for warnings if it is time, and tells those that are new in their period. What is measured is written in one
 * transaction with what Slack is owed, and with when to look next: a process that dies before its end has told
 * nothing, and it is still time. False where it was not time, or somebody else was faster.
 */
export async function checkWarnings(deps: WarningDeps, startedAt = -Infinity): Promise<boolean> {
  const { db, clock, signals, publicUrl } = deps;
  const nowMs = clock.now();
  const check = await findCheck(db);
  // a clock that was set back has nothing planned for more than a day ahead
  if (!check || (check.due_at > nowMs && check.due_at <= nowMs + DAY_MS + HOUR_MS)) return false;
  const hasListened = nowMs < startedAt || nowMs - startedAt >= HOUR_MS;
  const { measured, reports } = await measureWarnings(deps, hasListened);
  const found = findWarnings(measured).map((each) => inWords(each, reports[each.kind]));
  const isDone = await db.transaction().execute(async (trx) => {
    const present = await lockCheck(trx);
    if (present?.asked !== check.asked || present.due_at !== check.due_at) return false;
    const tx = { trx, nowMs };
    await tellWarnings(tx, found, { publicUrl, unseen: hasListened ? [] : ['silent'] });
    // nobody was there to hear the sites: they are listened to first
    const due_at = hasListened ? await nextCheck(trx, nowMs) : startedAt + HOUR_MS;
    await saveCheck(trx, { asked: check.asked, due_at, checked_at: nowMs });
    return true;
  });
  if (isDone) signals.deliveries.ring();
  return isDone;
}

async function nextCheck(db: Db, nowMs: number): Promise<number> {
  const { at } = await settingsValue(db, 'warnings');
  const { timeZone } = await settingsValue(db, 'calendar');
  return nextCheckAt(nowMs, at, timeZone);
}

/** `unseen`: kinds that were not looked at; what is known of them stays. */
type Telling = { publicUrl: string; unseen: readonly WarningKind[] };

async function tellWarnings(
  tx: InTransaction,
  found: readonly WarningTold[],
  { publicUrl, unseen }: Telling,
): Promise<void> {
  const settings = await settingsValue(tx.trx, 'warnings');
  const { timeZone } = await settingsValue(tx.trx, 'calendar');
  const period = periodAt(tx.nowMs, settings.period, timeZone);
  const fresh = await noteWarnings(tx, found, { period, unseen });
  if (fresh.length === 0) return;
  const channel = settings.channel ?? (await settingsValue(tx.trx, 'routing')).fallback.channel;
  const warnings = { warnings: fresh, dashboard: `${publicUrl}/` };
  await owe(tx, { kind: 'warnings', leadId: null, channel, payload: { warnings } });
}

/** Writes what holds now and what does not any more; answers what was not told in this period. */
async function noteWarnings(
  { trx, nowMs }: InTransaction,
  found: readonly WarningTold[],
  { period, unseen }: { period: string; unseen: readonly WarningKind[] },
): Promise<WarningTold[]> {
  const idOf = ({ kind, subject }: { kind: string; subject: string }): string =>
    JSON.stringify([kind, subject]);
  const open = await openWarnings(trx);
  const openSince = new Map(open.map((warning) => [idOf(warning), warning.since]));
  const told = new Map((await warningsOfPeriod(trx, period)).map((warning) => [idOf(warning), warning]));
  for (const each of found) {
    const { kind, subject } = each;
    const before = told.get(idOf(each)) ?? { since: openSince.get(idOf(each)) ?? nowMs, told_at: nowMs };
    await saveWarning(trx, {
      kind,
      subject,
      period,
      since: before.since,
      told_at: before.told_at,
      over_at: null,
      told: each,
    });
  }
  const holds = new Set(found.map(idOf));
  for (const warning of open) {
    const isPresent = warning.period === period && holds.has(idOf(warning));
    if (!isPresent && !unseen.includes(warning.kind)) await saveWarning(trx, { ...warning, over_at: nowMs });
  }
  return found.filter((each) => !told.has(idOf(each)));
}
