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

/** What a reward should be by now: its minor units, and why they are fewer than were earned. */
type Due = { kept: number; reason: string | null };

/**
 * Brings a locked reward to what is due of it. What has to be taken back, all of it or the part of the deal that was
 * refunded, comes off what is not paid yet; of what was paid it is a new negative entry, unless the rule leaves that
 * with who earned it. Running it again changes nothing, and refunds may be told in any order. What people decided
 * on stays what the deal was worth then.
 */
export async function takeBackShare(
  tx: InTransaction,
  reward: StoredReward,
  { dealValue, refunded, takenBack }: EarnedReward,
): Promise<void> {
  const isOurs = reward.state === 'reversed' && (await lastStepOf(tx.trx, reward.id))?.actor === null;
  const isOpen = reward.state === 'pending' || isOurs;
  const rule = isOpen ? { ...reward.rule, dealValue } : reward.rule;
  const full = rewardByRule(rule);
  const kept = takenBack === null ? keptOf(full.amount, refunded) : 0;
  const due = { kept, reason: takenBack ?? refundInWords(refunded) };
  if (reward.state === 'paid' || reward.payoutId !== null) return takeBackPaid(tx, reward, due);
  if (reward.state === 'rejected' || (reward.state === 'reversed' && !isOurs)) return;
  const amount = { ...full, amount: kept === 0 ? full.amount : kept };
  const changed: StoredReward = { ...reward, rule, amount };
  if (isOurs) return kept === 0 ? keepReversed(tx, changed, due) : reopen(tx, changed, due);
  if (kept > 0) return change(tx, reward, changed, due);
  await moveReward(tx, { ...reward, rule }, { decision: 'reverse', by: null, reason: due.reason });
}

async function takeBackPaid(tx: InTransaction, reward: StoredReward, { kept, reason }: Due): Promise<void> {
  if (reward.rule.keepAfterPayment) return;
  const tooMuch = reward.amount.amount - (await takenBackOf(tx.trx, reward.id)) - kept;
  if (tooMuch > 0) await oweBack(tx, reward, { by: null, reason, minor: tooMuch });
}

/** The deal was refunded in part, or turned out to be of another size. */
async function change(
  tx: InTransaction,
  reward: StoredReward,
  changed: StoredReward,
  { reason }: Due,
): Promise<void> {
  const isSame =
    changed.amount.amount === reward.amount.amount && changed.amount.currency === reward.amount.currency;
  if (isSame && JSON.stringify(changed.rule) === JSON.stringify(reward.rule)) return;
  await saveRewardAmount(tx.trx, changed);
  if (isSame) return;
  await storeStep(tx, changed, reason);
  await tellReferrer(tx, changed, 'reward_changed', reason ?? 'The deal turned out to be of another size');
  await showApprover(tx, changed);
}

/** What was taken back may have been due to something earlier that was told later. */
async function keepReversed(tx: InTransaction, reward: StoredReward, { reason }: Due): Promise<void> {
  await saveRewardAmount(tx.trx, reward);
  if (reward.reason !== reason) await saveRewardState(tx.trx, { ...reward, reason });
}

/** What was taken back for a refund of everything is due again when the deal turns out to be larger. */
async function reopen(tx: InTransaction, reward: StoredReward, { reason }: Due): Promise<void> {
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
