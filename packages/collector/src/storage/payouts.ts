import type { PayoutId } from '../ids.ts';
import { lockRows, type Db } from './dialect.ts';
import { heldReferrals } from './referralHolds.ts';
import type { PayoutsTable } from './rewardTables.ts';
import { toStored, type StoredReward } from './rewards.ts';

/** Adds a payout; false when somebody else made it, or the request is a repeat. */
export async function insertPayout(db: Db, payout: PayoutsTable): Promise<boolean> {
  const inserted = await db
    .insertInto('payouts')
    .values(payout)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The payouts of a month, the newest first. */
export async function payoutsOf(
  db: Db,
  { program, month, format }: Pick<PayoutsTable, 'program' | 'month' | 'format'>,
): Promise<PayoutsTable[]> {
  return db
    .selectFrom('payouts')
    .selectAll()
    .where('program', '=', program)
    .where('month', '=', month)
    .where('format', '=', format)
    .orderBy('part', 'desc')
    .execute();
}

export async function payoutOfEvent(db: Db, eventId: string): Promise<PayoutsTable | undefined> {
  return db.selectFrom('payouts').selectAll().where('event_id', '=', eventId).executeTakeFirst();
}

export async function findPayout(db: Db, id: PayoutId): Promise<PayoutsTable | undefined> {
  return db.selectFrom('payouts').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function lockPayout(db: Db, id: PayoutId): Promise<PayoutsTable | undefined> {
  return lockRows(db, db.selectFrom('payouts').selectAll().where('id', '=', id)).executeTakeFirst();
}

export async function endPayout(
  db: Db,
  { id, state, by, at }: { id: PayoutId; state: 'confirmed' | 'failed'; by: string; at: number },
): Promise<void> {
  await db.updateTable('payouts').set({ state, ended_at: at, ended_by: by }).where('id', '=', id).execute();
}

/** What a payout held is free for the next. */
export async function emptyPayout(db: Db, id: PayoutId): Promise<void> {
  await db.updateTable('rewards').set({ payout_id: null }).where('payout_id', '=', id).execute();
}

/** Gives a payout what was approved before `until` and went out with none; answers how many that were. */
export async function fillPayout(
  db: Db,
  { id, program }: Pick<PayoutsTable, 'id' | 'program'>,
  until: number,
): Promise<StoredReward[]> {
  const approvedInTime = db
    .selectFrom('reward_steps')
    .select('reward_id')
    .where('state', '=', 'approved')
    .where('at', '<', until);
  const free = db
    .selectFrom('rewards')
    .select('id')
    .where('state', '=', 'approved')
    .where('program', '=', program)
    .where('payout_id', 'is', null)
    .where('id', 'in', approvedInTime)
    .where('referral_id', 'not in', heldReferrals(db))
    .orderBy('id');
  const chosen = (await lockRows(db, free).execute()).map((row) => row.id);
  if (chosen.length === 0) return [];
  await db.updateTable('rewards').set({ payout_id: id }).where('id', 'in', chosen).execute();
  return rewardsOfPayout(db, id);
}

/** The rewards of a payout, in the order in which they were earned. */
export async function rewardsOfPayout(db: Db, id: PayoutId): Promise<StoredReward[]> {
  const rows = await db
    .selectFrom('rewards')
    .innerJoin('referrals', 'referrals.id', 'rewards.referral_id')
    .selectAll('rewards')
    .select(['referrals.lead_id', 'referrals.name', 'referrals.company'])
    .where('rewards.payout_id', '=', id)
    .orderBy('rewards.id')
    .execute();
  return rows.map(toStored);
}

/** The file and the sums of a payout, once it is known what it holds. */
export async function savePayoutFile(
  db: Db,
  { id, count, totals, file }: Pick<PayoutsTable, 'id' | 'count' | 'totals' | 'file'>,
): Promise<void> {
  await db.updateTable('payouts').set({ count, totals, file }).where('id', '=', id).execute();
}
