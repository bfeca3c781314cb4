import type { MessageRef, Reward, RewardCard, RewardStep } from '@headwater/contract';
import type { RewardId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { findHold, holdsOf, type StoredHold } from '../storage/referralHolds.ts';
import {
  findReward,
  listRewards,
  stepsOf,
  type RewardFilter,
  type StoredReward,
} from '../storage/rewards.ts';

/** One page of the ledger, newest first. `cursor` is what the page before gave. */
export async function readRewards(
  db: Db,
  nowMs: number,
  {
    cursor,
    late,
    limit,
    ...filter
  }: Omit<RewardFilter, 'before' | 'lateAt'> & {
    cursor?: string | undefined;
    late?: boolean | undefined;
  },
): Promise<{ data: Reward[]; nextCursor: string | null }> {
  const more = late === true ? { lateAt: nowMs } : {};
  const rows = await listRewards(db, { ...filter, ...more, before: cursor, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const steps = await stepsOf(
    db,
    page.map(({ id }) => id),
  );
  const holds = await holdsOf(
    db,
    page.map(({ referralId }) => referralId),
  );
  const data = page.map((reward) =>
    rewardView(reward, { steps: steps.get(reward.id) ?? [], hold: holds.get(reward.referralId), nowMs }),
  );
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

/** One entry as the interface shows it; undefined when there is none. */
export async function readReward(db: Db, id: RewardId, nowMs: number): Promise<Reward | undefined> {
  const reward = await findReward(db, id);
  return reward && viewOf(db, reward, nowMs);
}

/** What the approver sees of a reward, and where; undefined when there is none. */
export async function readRewardCard(
  db: Db,
  id: RewardId,
  nowMs: number,
): Promise<(RewardCard & { card: MessageRef | null }) | undefined> {
  const stored = await findReward(db, id);
  if (!stored) return undefined;
  const { name, company, card } = stored;
  return { reward: await viewOf(db, stored, nowMs), name, company, card };
}

async function viewOf(db: Db, reward: StoredReward, nowMs: number): Promise<Reward> {
  const steps = (await stepsOf(db, [reward.id])).get(reward.id) ?? [];
  return rewardView(reward, { steps, hold: await findHold(db, reward.referralId), nowMs });
}

type Seen = { steps: RewardStep[]; hold: StoredHold | undefined; nowMs: number };

function rewardView(reward: StoredReward, { steps, hold, nowMs }: Seen): Reward {
  const { earnedAt, promisedUntil, state } = reward;
  const isOpen = state === 'pending' || state === 'approved';
  return {
    id: reward.id,
    referralId: reward.referralId,
    program: reward.program,
    referrer: reward.referrer,
    kind: reward.kind,
    amount: reward.amount,
    rule: reward.rule,
    state,
    reason: reward.reason,
    reversalOf: reward.reversalOf,
    earnedAt: new Date(earnedAt).toISOString(),
    promisedUntil: promisedUntil === null ? null : new Date(promisedUntil).toISOString(),
    payoutId: reward.payoutId,
    isLate: isOpen && promisedUntil !== null && promisedUntil < nowMs,
    ...(isOpen && hold?.state === 'held' && { held: hold.because }),
    steps,
  };
}
