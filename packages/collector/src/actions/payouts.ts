import type { Payout, PayoutRequest } from '@headwater/contract';
import { payrollFile, totalsOf } from '../domain/payroll.ts';
import { endOfMonth } from '../domain/calendarPeriod.ts';
import { newPayoutId, type PayoutId } from '../ids.ts';
import {
  emptyPayout,
  endPayout,
  fillPayout,
  findPayout,
  insertPayout,
  lockPayout,
  payoutOfEvent,
  payoutsOf,
  rewardsOfPayout,
  savePayoutFile,
} from '../storage/payouts.ts';
import type { Db } from '../storage/dialect.ts';
import type { PayoutsTable } from '../storage/rewardTables.ts';
import type { Deps, InTransaction } from './deps.ts';
import { moveReward } from './moveReward.ts';
import { settingsValue } from './settings.ts';

export type PayoutAnswer = { outcome: 'created' | 'repeated'; payout: Payout } | { outcome: 'nothing_due' };

/** Undoes a transaction that found nothing to pay out, or somebody else doing the same. */
class NoNewPayout extends Error {}

/**
 * Exports what is approved for a month. Asked again, it is the same payout with the same file, until that one was
 * confirmed or failed and there is something to pay; then that is the next.
 */
export async function createPayout(
  deps: Deps,
  request: PayoutRequest & { by: string },
): Promise<PayoutAnswer> {
  const { db, clock } = deps;
  const before = await presentPayout(deps, request);
  if (before && (before.event_id === (request.eventId ?? '') || before.state === 'exported'))
    return { outcome: 'repeated', payout: payoutView(before) };
  const nowMs = clock.now();
  const created = await db
    .transaction()
    .execute((trx) => exportRewards({ trx, nowMs }, request, (before?.part ?? 0) + 1))
    .catch((error: unknown) => {
      if (error instanceof NoNewPayout) return null;
      throw error;
    });
  if (created !== null) return { outcome: 'created', payout: payoutView(created) };
  const present = await presentPayout(deps, request);
  return present ? { outcome: 'repeated', payout: payoutView(present) } : { outcome: 'nothing_due' };
}

async function presentPayout(
  { db }: Deps,
  { eventId, ...request }: PayoutRequest,
): Promise<PayoutsTable | undefined> {
  const repeated = eventId === undefined ? undefined : await payoutOfEvent(db, eventId);
  return repeated ?? (await payoutsOf(db, request))[0];
}

async function exportRewards(
  { trx, nowMs }: InTransaction,
  { month, program, format, eventId, by }: PayoutRequest & { by: string },
  part: number,
): Promise<PayoutsTable> {
  const id = newPayoutId(nowMs);
  const created = { created_at: nowMs, created_by: by, ended_at: null, ended_by: null };
  const nothing = { state: 'exported' as const, count: 0, totals: '[]', file: '' };
  const row = { id, program, month, format, part, event_id: eventId ?? null, ...nothing, ...created };
  // the row before the rewards: of two at once, the second waits here and makes none
  if (!(await insertPayout(trx, row))) throw new NoNewPayout();
  const { timeZone } = await settingsValue(trx, 'calendar');
  const rewards = await fillPayout(trx, row, endOfMonth(month, timeZone));
  if (rewards.length === 0) throw new NoNewPayout();
  const { payroll } = await settingsValue(trx, 'referrals');
  const lines = rewards.map((reward) => ({ ...reward, reference: reward.id }));
  const totals = JSON.stringify(totalsOf(rewards.map(({ amount }) => amount)));
  const filled = { ...row, count: rewards.length, totals, file: payrollFile(lines, month, payroll) };
  await savePayoutFile(trx, filled);
  return filled;
}

/** `ended`: it had the other end before. */
export type PayoutEnd = { outcome: 'done' | 'ended'; payout: Payout } | { outcome: 'unknown' };

/**
 * Payroll has paid, and each referrer hears so; or it could not, and what the payout held is free for the next.
 * Said twice, it is done once.
 */
export async function settlePayout(
  { db, clock, signals }: Deps,
  id: PayoutId,
  { state, by }: { state: 'confirmed' | 'failed'; by: string },
): Promise<PayoutEnd> {
  const nowMs = clock.now();
  await db.transaction().execute(async (trx) => {
    const payout = await lockPayout(trx, id);
    if (payout?.state !== 'exported') return;
    await endPayout(trx, { id, state, by, at: nowMs });
    if (state === 'failed') return emptyPayout(trx, id);
    for (const reward of await rewardsOfPayout(trx, id))
      await moveReward({ trx, nowMs }, reward, { decision: 'pay', by, reason: null });
  });
  signals.deliveries.ring();
  const settled = await readPayout(db, id);
  if (!settled) return { outcome: 'unknown' };
  return { outcome: settled.payout.state === state ? 'done' : 'ended', payout: settled.payout };
}

/** A payout and its file; undefined when there is none. */
export async function readPayout(
  db: Db,
  id: PayoutId,
): Promise<{ payout: Payout; file: string } | undefined> {
  const row = await findPayout(db, id);
  return row && { payout: payoutView(row), file: row.file };
}

function payoutView(row: PayoutsTable): Payout {
  return {
    id: row.id,
    month: row.month,
    program: row.program,
    format: row.format,
    state: row.state,
    count: row.count,
    totals: JSON.parse(row.totals) as Payout['totals'],
    createdAt: new Date(row.created_at).toISOString(),
    endedAt: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
  };
}
