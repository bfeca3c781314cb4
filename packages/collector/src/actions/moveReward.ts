import { decideReward, rewardByRule, type RewardDecision, type RewardVerdict } from '../domain/reward.ts';
import { newHistoryId, newRewardId } from '../ids.ts';
import {
  findReward,
  insertReward,
  insertRewardStep,
  saveRewardAmount,
  saveRewardState,
  takenBackOf,
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
  if (verdict.outcome === 'moves' && verdict.to === 'reversed') await restoreAmount(tx, reward);
  if (verdict.outcome === 'owed_back') {
    const minor = reward.amount.amount - (await takenBackOf(tx.trx, reward.id));
    if (minor > 0) await oweBack(tx, reward, { ...move, minor });
  }
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
export async function oweBack(
  tx: InTransaction,
  reward: StoredReward,
  move: Omit<RewardMove, 'decision'> & { minor: number },
): Promise<void> {
  const { by, reason, minor, stepId = newHistoryId(tx.nowMs) } = move;
  const id = newRewardId(tx.nowMs);
  const { referralId, program, referrer, kind, rule, amount } = reward;
  await insertReward(tx.trx, {
    id,
    referralId,
    program,
    referrer,
    kind,
    rule,
    amount: { amount: -minor, currency: amount.currency },
    reversalOf: reward.id,
    earnedAt: tx.nowMs,
    promisedUntil: null,
  });
  await saveRewardState(tx.trx, { id, state: 'pending', reason });
  const step = { id: stepId, rewardId: id, state: 'pending' as const, at: tx.nowMs, actor: by, reason };
  await insertRewardStep(tx.trx, step);
  const entry = await findReward(tx.trx, id);
  if (!entry) return;
  await tellReferrer(tx, { ...entry, amount: { ...amount, amount: minor } }, 'reward_taken_back', reason);
  await showApprover(tx, entry);
}

/** What was taken back in full says what was earned, whatever parts were taken off before. */
async function restoreAmount(tx: InTransaction, reward: StoredReward): Promise<void> {
  await saveRewardAmount(tx.trx, { ...reward, amount: rewardByRule(reward.rule) });
}
