import { keptOf, refundInWords } from '../domain/refund.ts';
import type { EarnedReward } from '../domain/referralOutcome.ts';
import { rewardByRule } from '../domain/reward.ts';
import { newHistoryId } from '../ids.ts';
import {
  insertRewardStep,
  lastStepOf,
  saveRewardAmount,
  saveRewardState,
  takenBackOf,
  type StoredReward,
} from '../storage/rewards.ts';
import type { InTransaction } from './deps.ts';
import { moveReward, oweBack } from './moveReward.ts';
import { showApprover, tellReferrer } from './tellReward.ts';

/**
 * Keeps a locked reward in proportion to its deal: the part that was refunded is taken off what is not paid yet,
 * and of what was paid it is a new negative entry, unless the rule leaves what was paid with who earned it. Running
 * it again changes nothing, and refunds may be told in any order.
 */
export async function takeBackShare(
  tx: InTransaction,
  reward: StoredReward,
  { dealValue, refunded }: EarnedReward,
): Promise<void> {
  // what people decided on stays what the deal was worth then
  const rule = reward.state === 'pending' ? { ...reward.rule, dealValue } : reward.rule;
  const full = rewardByRule(rule);
  const kept = keptOf(full.amount, refunded);
  const reason = refundInWords(refunded);
  if (reward.state === 'paid' || reward.payoutId !== null) return takeBackPaid(tx, reward, { kept, reason });
  if (reward.state === 'rejected') return;
  if (kept === 0) {
    await moveReward(tx, reward, { decision: 'reverse', by: null, reason });
    return;
  }
  const amount = { ...full, amount: kept };
  const changed = { ...reward, rule, amount };
  if (reward.state === 'reversed') return reopen(tx, changed, reason);
  const isSame = kept === reward.amount.amount && full.currency === reward.amount.currency;
  if (isSame && dealValue?.amount === reward.rule.dealValue?.amount) return;
  await saveRewardAmount(tx.trx, changed);
  if (isSame) return;
  await storeStep(tx, changed, reason);
  await tellReferrer(tx, changed, 'reward_changed', reason ?? 'The deal turned out to be of another size');
  await showApprover(tx, changed);
}

async function takeBackPaid(
  tx: InTransaction,
  reward: StoredReward,
  { kept, reason }: { kept: number; reason: string | null },
): Promise<void> {
  if (reward.rule.keepAfterPayment) return;
  const tooMuch = reward.amount.amount - (await takenBackOf(tx.trx, reward.id)) - kept;
  if (tooMuch > 0) await oweBack(tx, reward, { by: null, reason, minor: tooMuch });
}

/** What Headwater took back for a refund of everything is due again when the deal turns out to be larger. */
async function reopen(tx: InTransaction, reward: StoredReward, reason: string | null): Promise<void> {
  if ((await lastStepOf(tx.trx, reward.id))?.actor !== null) return;
  const pending = { ...reward, state: 'pending' as const };
  await saveRewardAmount(tx.trx, pending);
  await storeStep(tx, pending, reason);
  await tellReferrer(tx, pending, 'reward_changed', reason);
  await showApprover(tx, pending);
}

async function storeStep(tx: InTransaction, reward: StoredReward, reason: string | null): Promise<void> {
  const { id, state } = reward;
  await saveRewardState(tx.trx, { id, state, reason });
  const step = { id: newHistoryId(tx.nowMs), rewardId: id, state, at: tx.nowMs, actor: null, reason };
  await insertRewardStep(tx.trx, step);
}

/** A reward that was taken back for one reason may have been due to an earlier one that was told later. */
export async function correctReason(tx: InTransaction, reward: StoredReward, reason: string): Promise<void> {
  const { id, state } = reward;
  if (state !== 'reversed' || reward.reason === reason) return;
  if ((await lastStepOf(tx.trx, id))?.actor === null) await saveRewardState(tx.trx, { id, state, reason });
}
