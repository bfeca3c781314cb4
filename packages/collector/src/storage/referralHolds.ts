import type { MessageRef, ReferralReview } from '@headwater/contract';
import type { TrackRecord } from '../domain/review.ts';
import type { ReferralId } from '../ids.ts';
import { lockRows, type Db } from './dialect.ts';
import type { ReferralHoldsTable } from './rewardTables.ts';
import type { Program } from './schema.ts';

/** A hold as the interface shows it, and where its approver sees it in Slack. */
export type StoredHold = ReferralReview & { card: MessageRef | null };

/** Holds a referral; false when it was held before: it is looked at once. */
export async function insertHold(
  db: Db,
  hold: { referralId: ReferralId; because: string; at: number },
): Promise<boolean> {
  const undecided = { decided_at: null, decided_by: null, card: null };
  const { referralId, because, at } = hold;
  const inserted = await db
    .insertInto('referral_holds')
    .values({ referral_id: referralId, state: 'held', because, held_at: at, ...undecided })
    .onConflict((conflict) => conflict.doNothing())
    .returning('referral_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function findHold(db: Db, referralId: ReferralId): Promise<StoredHold | undefined> {
  return (await holdsOf(db, [referralId])).get(referralId);
}

/** Like {@link findHold}, and keeps others from deciding on it until the transaction ends. */
export async function lockHold(db: Db, referralId: ReferralId): Promise<StoredHold | undefined> {
  const query = db.selectFrom('referral_holds').selectAll().where('referral_id', '=', referralId);
  const row = await lockRows(db, query).executeTakeFirst();
  return row && toStored(row);
}

/** The holds of these referrals, decided ones too; those that were never held have none. */
export async function holdsOf(db: Db, ids: readonly ReferralId[]): Promise<Map<string, StoredHold>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('referral_holds')
    .selectAll()
    .where('referral_id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.referral_id, toStored(row)]));
}

/** The ids of what is held now, for the condition of another query. */
export const heldReferrals = (db: Db) =>
  db.selectFrom('referral_holds').select('referral_id').where('state', '=', 'held');

/** Like {@link heldReferrals}, with those that were rejected: nobody is ranked by these. */
export const keptBack = (db: Db) =>
  db.selectFrom('referral_holds').select('referral_id').where('state', '<>', 'released');

/** Like {@link heldReferrals}, of those that were rejected. */
export const rejectedReferrals = (db: Db) =>
  db.selectFrom('referral_holds').select('referral_id').where('state', '=', 'rejected');

export async function decideHold(
  db: Db,
  referralId: ReferralId,
  { state, by, at }: { state: 'released' | 'rejected'; by: string; at: number },
): Promise<void> {
  await db
    .updateTable('referral_holds')
    .set({ state, decided_at: at, decided_by: by })
    .where('referral_id', '=', referralId)
    .execute();
}

/** Where the approver decides on it in Slack. */
export async function saveHoldCard(db: Db, referralId: ReferralId, card: MessageRef): Promise<void> {
  await db
    .updateTable('referral_holds')
    .set({ card: JSON.stringify(card) })
    .where('referral_id', '=', referralId)
    .execute();
}

/**
 * How many somebody referred since one of theirs was released last, and how many of these became qualified. What
 * was known before is no attempt.
 */
export async function trackRecordOf(
  db: Db,
  { program, referrer }: { program: Program; referrer: string },
): Promise<TrackRecord> {
  const rows = await db
    .selectFrom('referrals')
    .select((row) => ['state', row.fn.countAll<number>().as('count')])
    .where('program', '=', program)
    .where('referrer', '=', referrer)
    .where('state', '!=', 'duplicate')
    .where('id', '>', await lastReleased(db, { program, referrer }))
    .groupBy('state')
    .execute();
  const sum = (states: readonly string[]): number =>
    rows.reduce((total, { state, count }) => total + (states.includes(state) ? count : 0), 0);
  return { referrals: sum(rows.map(({ state }) => state)), qualified: sum(['qualified', 'won', 'lost']) };
}

/** The last referral of somebody that was looked at and released; the empty id where none was. */
async function lastReleased(
  db: Db,
  { program, referrer }: { program: Program; referrer: string },
): Promise<ReferralId> {
  const row = await db
    .selectFrom('referral_holds')
    .innerJoin('referrals', 'referrals.id', 'referral_holds.referral_id')
    .select((found) => found.fn.max('referrals.id').as('id'))
    .where('program', '=', program)
    .where('referrer', '=', referrer)
    .where('referral_holds.state', '=', 'released')
    .executeTakeFirst();
  return (row?.id ?? '') as ReferralId;
}

function toStored(row: ReferralHoldsTable): StoredHold {
  return {
    state: row.state,
    because: row.because,
    heldAt: new Date(row.held_at).toISOString(),
    decidedAt: row.decided_at === null ? null : new Date(row.decided_at).toISOString(),
    decidedBy: row.decided_by,
    card: JSON.parse(row.card ?? 'null') as MessageRef | null,
  };
}
