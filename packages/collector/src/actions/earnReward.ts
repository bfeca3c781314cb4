import type { Money, ReferralState } from '@headwater/contract';
import { earnedReward, promisedUntil } from '../domain/reward.ts';
import { newHistoryId, newRewardId, type ReferralId } from '../ids.ts';
import { findHold } from '../storage/referralHolds.ts';
import type { StoredReferral } from '../storage/referrals.ts';
import { findReward, insertReward, insertRewardStep } from '../storage/rewards.ts';
import { promisePayment } from './chaseRewards.ts';
import type { InTransaction } from './deps.ts';
import { showReview } from './reviewReferral.ts';
import { readProgramFor } from './leaver.ts';
import { settingsValue } from './settings.ts';
import { showApprover } from './tellReward.ts';

/**
 * Enters what a referral earns by its new state into the ledger and asks the approver, in the transaction that
 * moves the referral. Only referrals that were submitted have states, so a visit with somebody's code earns
 * nothing; and each state earns once, whatever is replayed.
 */
export async function earnReward(
  tx: InTransaction,
  referral: StoredReferral,
  state: ReferralState,
  dealValue: Money | null,
): Promise<void> {
  if (referral.program !== 'employee' || (state !== 'qualified' && state !== 'won')) return;
  const earned = earnedReward(state, dealValue, await readProgramFor(tx, referral.referrer));
  if (earned === null) return;
  const hold = await findHold(tx.trx, referral.id as ReferralId);
  if (hold?.state === 'rejected') return;
  const calendar = await settingsValue(tx.trx, 'calendar');
  const id = newRewardId(tx.nowMs);
  const isNew = await insertReward(tx.trx, {
    id,
    referralId: referral.id as ReferralId,
    program: referral.program,
    referrer: referral.referrer,
    kind: state,
    ...earned,
    reversalOf: null,
    earnedAt: tx.nowMs,
    promisedUntil: promisedUntil(tx.nowMs, calendar),
  });
  if (!isNew) return;
  const step = { id: newHistoryId(tx.nowMs), rewardId: id, state: 'pending' as const, at: tx.nowMs };
  await insertRewardStep(tx.trx, { ...step, actor: null, reason: null });
  const reward = await findReward(tx.trx, id);
  if (!reward) return;
  await promisePayment(tx, reward);
  if (hold) await showReview(tx, referral);
  await showApprover(tx, reward);
}
