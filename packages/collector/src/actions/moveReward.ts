import { decideReward, type RewardDecision, type RewardVerdict } from '../domain/reward.ts';
import { newHistoryId, newRewardId, type ReferralId } from '../ids.ts';
import {
  findReward,
  insertReward,
  insertRewardStep,
  lockRewardsOf,
  saveRewardState,
  type StoredReward,
} from '../storage/rewards.ts';
import type { InTransaction } from './deps.ts';
import { showApprover, tellReferrer } from './tellReward.ts';

/** `stepId` recognises a repeat; without one this is not repeated. */
export type RewardMove = {
  decision: RewardDecision;
  by: string | null;
  reason: string | null;
  stepId?: string | undefined;
};

/** Does to a locked reward what a decision does, and tells its referrer and its approver. */
export async function moveReward(
  tx: InTransaction,
  reward: StoredReward,
  move: RewardMove,
): Promise<RewardVerdict> {
  const verdict = decideReward(
    {
      state: reward.state,
      isHandedOver: reward.payoutId !== null,
      isReversal: reward.reversalOf !== null,
      keepAfterPayment: reward.rule.keepAfterPayment,
    },
    move.decision,
  );
  if (verdict.outcome === 'moves') await storeStep(tx, { ...reward, state: verdict.to }, move);
  if (verdict.outcome === 'owed_back') await oweBack(tx, reward, move);
  return verdict;
}

const news = {
  approve: 'reward_approved',
  reject: 'reward_rejected',
  reverse: 'reward_reversed',
  pay: 'reward_paid',
} as const;

async function storeStep(tx: InTransaction, reward: StoredReward, move: RewardMove): Promise<void> {
  const { decision, by, reason, stepId = newHistoryId(tx.nowMs) } = move;
  const { id, state } = reward;
  await saveRewardState(tx.trx, { id, state, reason });
  await insertRewardStep(tx.trx, { id: stepId, rewardId: id, state, at: tx.nowMs, actor: by, reason });
  await tellReferrer(tx, reward, news[decision], reason);
  await showApprover(tx, reward);
}

/** What was paid stays as it is; what has to come back is a new entry, which waits for the approver like any. */
async function oweBack(tx: InTransaction, reward: StoredReward, move: RewardMove): Promise<void> {
  const { by, reason, stepId = newHistoryId(tx.nowMs) } = move;
  const id = newRewardId(tx.nowMs);
  const { referralId, program, referrer, kind, rule, amount } = reward;
  const isNew = await insertReward(tx.trx, {
    id,
    referralId,
    program,
    referrer,
    kind,
    rule,
    amount: { amount: -amount.amount, currency: amount.currency },
    reversalOf: reward.id,
    earnedAt: tx.nowMs,
    promisedUntil: null,
  });
  if (!isNew) return;
  await saveRewardState(tx.trx, { id, state: 'pending', reason });
  const step = { id: stepId, rewardId: id, state: 'pending' as const, at: tx.nowMs, actor: by, reason };
  await insertRewardStep(tx.trx, step);
  const entry = await findReward(tx.trx, id);
  if (!entry) return;
  await tellReferrer(tx, { ...entry, amount }, 'reward_taken_back', reason);
  await showApprover(tx, entry);
}

/** Takes back what a referral earned when its lead falls out; what was paid goes by the rule it was earned under. */
export async function reverseRewards(
  tx: InTransaction,
  referralId: ReferralId,
  reason: string,
): Promise<void> {
  for (const reward of await lockRewardsOf(tx.trx, referralId))
    await moveReward(tx, reward, { decision: 'reverse', by: null, reason });
}
