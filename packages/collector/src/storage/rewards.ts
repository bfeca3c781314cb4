import { sql } from 'kysely';
import type { MessageRef, Money, Reward, RewardKind, RewardState, RewardStep } from '@headwater/contract';
import type { RewardRule } from '../domain/reward.ts';
import type { LeadId, PayoutId, ReferralId, RewardId } from '../ids.ts';
import { lockRows, type Db } from './dialect.ts';
import { heldReferrals } from './referralHolds.ts';
import type { RewardStepsTable, RewardsTable } from './rewardTables.ts';

/** An entry with the person it was earned for. Times are epoch milliseconds. */
export type StoredReward = {
  id: RewardId;
  referralId: ReferralId;
  program: Reward['program'];
  referrer: string;
  kind: RewardKind;
  amount: Money;
  rule: RewardRule;
  state: RewardState;
  reason: string | null;
  reversalOf: RewardId | null;
  earnedAt: number;
  promisedUntil: number | null;
  payoutId: PayoutId | null;
  card: MessageRef | null;
  leadId: LeadId;
  name: string;
  company: string;
};

export type NewReward = Pick<
  StoredReward,
  | 'id'
  | 'referralId'
  | 'program'
  | 'referrer'
  | 'kind'
  | 'amount'
  | 'rule'
  | 'reversalOf'
  | 'earnedAt'
  | 'promisedUntil'
>;

/** Adds a pending entry; false when it was earned, or taken back, before. */
export async function insertReward(db: Db, reward: NewReward): Promise<boolean> {
  const inserted = await db
    .insertInto('rewards')
    .values({
      id: reward.id,
      referral_id: reward.referralId,
      program: reward.program,
      referrer: reward.referrer,
      kind: reward.kind,
      ...reward.amount,
      rule: JSON.stringify(reward.rule),
      state: 'pending',
      reversal_of: reward.reversalOf,
      earned_at: reward.earnedAt,
      promised_until: reward.promisedUntil,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

const rewardsWithPerson = (db: Db) =>
  db
    .selectFrom('rewards')
    .innerJoin('referrals', 'referrals.id', 'rewards.referral_id')
    .selectAll('rewards')
    .select(['referrals.lead_id', 'referrals.name', 'referrals.company']);

export async function findReward(db: Db, id: RewardId): Promise<StoredReward | undefined> {
  const row = await rewardsWithPerson(db).where('rewards.id', '=', id).executeTakeFirst();
  return row && toStored(row);
}

/** Like {@link findReward}, and keeps others from deciding on it until the transaction ends. */
export async function lockReward(db: Db, id: RewardId): Promise<StoredReward | undefined> {
  await lockRows(db, db.selectFrom('rewards').select('id').where('id', '=', id)).execute();
  return findReward(db, id);
}

/** The entries of a referral in the order in which they were made, locked. */
export async function lockRewardsOf(db: Db, referralId: ReferralId): Promise<StoredReward[]> {
  const chosen = db.selectFrom('rewards').select('id').where('referral_id', '=', referralId).orderBy('id');
  await lockRows(db, chosen).execute();
  return rewardsOf(db, referralId);
}

/** Like {@link lockRewardsOf}, only to look. */
export async function rewardsOf(db: Db, referralId: ReferralId): Promise<StoredReward[]> {
  const rows = await rewardsWithPerson(db)
    .where('rewards.referral_id', '=', referralId)
    .orderBy('rewards.id')
    .execute();
  return rows.map(toStored);
}

/** What was earned by referrals of this lead and is still to be paid. */
export async function unpaidRewardsOf(db: Db, leadId: LeadId): Promise<StoredReward[]> {
  const rows = await rewardsWithPerson(db)
    .where('referrals.lead_id', '=', leadId)
    .where('rewards.state', 'in', ['pending', 'approved'])
    .where('rewards.reversal_of', 'is', null)
    .orderBy('rewards.id')
    .execute();
  return rows.map(toStored);
}

/** Of these people, what was earned, is not paid, and payroll does not have yet; by id. */
export async function openRewardsOf(db: Db, referrers: readonly string[]): Promise<RewardId[]> {
  if (referrers.length === 0) return [];
  const rows = await db
    .selectFrom('rewards')
    .select('id')
    .where('referrer', 'in', [...referrers])
    .where('program', '=', 'employee')
    .where('state', 'in', ['pending', 'approved'])
    .where('payout_id', 'is', null)
    .where('reversal_of', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Which rewards: `lateAt` those promised before that moment and still unpaid. */
export type RewardFilter = {
  state?: RewardState | undefined;
  referrer?: string | undefined;
  program?: Reward['program'] | undefined;
  lateAt?: number | undefined;
  /** Whether its referral is held to be looked at. */
  held?: boolean | undefined;
  before?: string | undefined;
  limit: number;
};

/** Up to `limit` entries, newest first. */
export async function listRewards(db: Db, filter: RewardFilter): Promise<StoredReward[]> {
  let query = rewardsWithPerson(db).orderBy('rewards.id', 'desc').limit(filter.limit);
  if (filter.state !== undefined) query = query.where('rewards.state', '=', filter.state);
  if (filter.referrer !== undefined) query = query.where('rewards.referrer', '=', filter.referrer);
  if (filter.program !== undefined) query = query.where('rewards.program', '=', filter.program);
  if (filter.lateAt !== undefined)
    query = query
      .where('rewards.state', 'in', ['pending', 'approved'])
      .where('rewards.promised_until', '<', filter.lateAt);
  if (filter.held !== undefined)
    query = query.where('referral_id', filter.held ? 'in' : 'not in', heldReferrals(db));
  if (filter.before !== undefined) query = query.where('rewards.id', '<', filter.before as RewardId);
  return (await query.execute()).map(toStored);
}

export async function saveRewardState(
  db: Db,
  { id, state, reason }: Pick<StoredReward, 'id' | 'state' | 'reason'>,
): Promise<void> {
  await db.updateTable('rewards').set({ state, reason }).where('id', '=', id).execute();
}

/** The amount of an entry that is not paid yet, with the rule it follows. */
export async function saveRewardAmount(
  db: Db,
  { id, amount, rule }: Pick<StoredReward, 'id' | 'amount' | 'rule'>,
): Promise<void> {
  await db
    .updateTable('rewards')
    .set({ ...amount, rule: JSON.stringify(rule) })
    .where('id', '=', id)
    .execute();
}

/** How much of a reward was asked back so far, in its minor units; the reward is locked. */
export async function takenBackOf(db: Db, id: RewardId): Promise<number> {
  const entries = await db.selectFrom('rewards').select('amount').where('reversal_of', '=', id).execute();
  return entries.reduce((sum, { amount }) => sum - amount, 0);
}

/** Where the approver decides on it in Slack. */
export async function saveRewardCard(db: Db, id: RewardId, card: MessageRef): Promise<void> {
  await db
    .updateTable('rewards')
    .set({ card: JSON.stringify(card) })
    .where('id', '=', id)
    .execute();
}

/** Adds a step; false when one with this id was there, that is, when the decision is a repeat. */
export async function insertRewardStep(
  db: Db,
  step: {
    id: string;
    rewardId: RewardId;
    state: RewardState;
    at: number;
    actor: string | null;
    reason: string | null;
  },
): Promise<boolean> {
  const { rewardId, ...rest } = step;
  const inserted = await db
    .insertInto('reward_steps')
    .values({ ...rest, reward_id: rewardId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function isStepKnown(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom('reward_steps').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/** Steps of the same moment, in the order in which a reward takes them. */
const stepRank = sql<number>`case state when 'pending' then 0 when 'approved' then 1 else 2 end`;

/** What happened to a reward last; of the same moment, what comes last. */
export async function lastStepOf(
  db: Db,
  id: RewardId,
): Promise<Pick<RewardStepsTable, 'state' | 'actor'> | undefined> {
  return db
    .selectFrom('reward_steps')
    .select(['state', 'actor'])
    .where('reward_id', '=', id)
    .orderBy('at', 'desc')
    .orderBy(stepRank, 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** What happened to these rewards, by reward, oldest first. */
export async function stepsOf(db: Db, ids: readonly RewardId[]): Promise<Map<RewardId, RewardStep[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('reward_steps')
    .selectAll()
    .where('reward_id', 'in', [...ids])
    .orderBy('at')
    .orderBy(stepRank)
    .orderBy('id')
    .execute();
  const byReward = Map.groupBy(rows, (row) => row.reward_id);
  return new Map(
    [...byReward].map(([id, steps]) => [
      id,
      steps.map(({ state, at, actor, reason }) => ({
        state,
        at: new Date(at).toISOString(),
        by: actor,
        reason,
      })),
    ]),
  );
}

type RewardRow = RewardsTable & { lead_id: LeadId; name: string; company: string };

export function toStored(row: RewardRow): StoredReward {
  return {
    id: row.id,
    referralId: row.referral_id,
    program: row.program,
    referrer: row.referrer,
    kind: row.kind,
    amount: { amount: row.amount, currency: row.currency },
    rule: JSON.parse(row.rule) as RewardRule,
    state: row.state,
    reason: row.reason,
    reversalOf: row.reversal_of,
    earnedAt: row.earned_at,
    promisedUntil: row.promised_until,
    payoutId: row.payout_id,
    card: JSON.parse(row.card ?? 'null') as MessageRef | null,
    leadId: row.lead_id,
    name: row.name,
    company: row.company,
  };
}
