import { keptOf, refundInWords } from '../domain/refund.ts';
import type { EarnedReward } from '../domain/referralOutcome.ts';
import { earnedReward, promisedUntil } from '../domain/reward.ts';
import { newHistoryId, newRewardId, type ReferralId } from '../ids.ts';
import { findHold } from '../storage/referralHolds.ts';
import type { StoredReferral } from '../storage/referrals.ts';
import { findReward, insertReward, insertRewardStep, saveRewardState } from '../storage/rewards.ts';
import { promisePayment } from './chaseRewards.ts';
import type { InTransaction } from './deps.ts';
import { showReview } from './reviewReferral.ts';
import { readProgramFor } from './leaver.ts';
import { settingsValue } from './settings.ts';
import { showApprover } from './tellReward.ts';

/**
 * Enters what an employee's referral earns into the ledger and asks the approver, in the transaction that
 * moves the referral. Only referrals that were submitted have states, so a visit with somebody's code earns
 * nothing; and each state earns once, whatever is replayed. What was taken back before it was known is entered as
 * such, and nobody is asked or told.
 */
export async function earnReward(
  tx: InTransaction,
  referral: StoredReferral,
  { kind, dealValue, refunded, takenBack }: EarnedReward,
): Promise<void> {
  const earned = earnedReward(kind, dealValue, await readProgramFor(tx, referral.referrer));
  if (earned === null) return;
  const kept = keptOf(earned.amount.amount, refunded);
  const isGone = takenBack !== null || kept === 0;
  const hold = await findHold(tx.trx, referral.id as ReferralId);
  if (hold?.state === 'rejected') return;
  const calendar = await settingsValue(tx.trx, 'calendar');
  const id = newRewardId(tx.nowMs);
  const isNew = await insertReward(tx.trx, {
    id,
    referralId: referral.id as ReferralId,
    program: referral.program,
    referrer: referral.referrer,
    kind,
    ...earned,
    amount: { ...earned.amount, amount: isGone ? earned.amount.amount : kept },
    reversalOf: null,
    earnedAt: tx.nowMs,
    promisedUntil: promisedUntil(tx.nowMs, calendar),
  });
  if (!isNew) return;
  const step = { id: newHistoryId(tx.nowMs), rewardId: id, state: 'pending' as const, at: tx.nowMs };
  await insertRewardStep(tx.trx, { ...step, actor: null, reason: null });
  const reason = takenBack ?? refundInWords(refunded);
  if (reason !== null) await saveRewardState(tx.trx, { id, state: isGone ? 'reversed' : 'pending', reason });
  if (isGone) {
    const back = { ...step, id: newHistoryId(tx.nowMs), state: 'reversed' as const };
    return void (await insertRewardStep(tx.trx, { ...back, actor: null, reason }));
  }
  const reward = await findReward(tx.trx, id);
  if (!reward) return;
  await promisePayment(tx, reward);
  if (hold) await showReview(tx, referral);
  await showApprover(tx, reward);
}
