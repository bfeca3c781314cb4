import type { ReferralReview, ReviewCard } from '@headwater/contract';
import { totalsOf } from '../domain/payroll.ts';
import type { LeadId, ReferralId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { lockLead } from '../storage/leads.ts';
import { decideHold, findHold, lockHold, type StoredHold } from '../storage/referralHolds.ts';
import { findReferral, setReferralState, type StoredReferral } from '../storage/referrals.ts';
import { lockRewardsOf, rewardsOf } from '../storage/rewards.ts';
import type { Deps, InTransaction } from './deps.ts';
import { moveReward } from './moveReward.ts';
import { readReviewer, redrawRewards, showReview, tellEmployee } from './reviewReferral.ts';

/** `inSlack`: who pressed a button has to be the approver; a key was checked at the door. */
export type ReviewRequest = {
  decision: 'released' | 'rejected';
  by: string;
  reason?: string | undefined;
  inSlack: boolean;
};

export type ReviewAnswer =
  | { outcome: 'decided' }
  | { outcome: 'unknown' | 'not_held' | 'not_approver' }
  | { outcome: 'illegal'; state: ReferralReview['state'] };

/**
 * Releases a held referral, or rejects it; said twice, it is done once. The hold is locked, so of two at once the
 * second finds what the first decided. Nothing else releases it: no timer and no other event.
 */
export async function decideOnReview(
  { db, clock, signals }: Deps,
  id: ReferralId,
  request: ReviewRequest,
): Promise<ReviewAnswer> {
  const nowMs = clock.now();
  const answer = await db.transaction().execute(async (trx): Promise<ReviewAnswer> => {
    const referral = await findReferral(trx, id);
    if (!referral) return { outcome: 'unknown' };
    await lockLead(trx, referral.leadId as LeadId);
    const hold = await lockHold(trx, id);
    if (!hold) return { outcome: 'not_held' };
    if (request.inSlack && (await readReviewer({ trx }, referral)) !== request.by)
      return { outcome: 'not_approver' };
    if (hold.state === request.decision) return { outcome: 'decided' };
    if (hold.state !== 'held') return { outcome: 'illegal', state: hold.state };
    await decide({ trx, nowMs }, referral, { ...request, hold });
    return { outcome: 'decided' };
  });
  signals.deliveries.ring();
  return answer;
}

async function decide(
  tx: InTransaction,
  { id }: StoredReferral,
  { decision, by, reason = '', hold }: ReviewRequest & { hold: StoredHold },
): Promise<void> {
  const referralId = id as ReferralId;
  await decideHold(tx.trx, referralId, { state: decision, by, at: tx.nowMs });
  // the lead was locked meanwhile: it may have moved
  const referral = await findReferral(tx.trx, referralId);
  if (!referral) return;
  if (decision === 'released') {
    const open = (await rewardsOf(tx.trx, referralId)).filter(({ state }) => state === 'pending');
    const [reward = null] = totalsOf(open.map(({ amount }) => amount));
    await tellEmployee(tx, referral, { event: 'released', reason: null, reward });
    await redrawRewards(tx, referralId);
  } else {
    await reject(tx, referral, { by, reason: reason.trim() || hold.because });
  }
  await showReview(tx, referral);
}

/** It counts and earns no more. A referral that came too far to be rejected stays where it is; its lead always does. */
async function reject(
  tx: InTransaction,
  referral: StoredReferral,
  { by, reason }: { by: string; reason: string },
): Promise<void> {
  const id = referral.id as ReferralId;
  if (referral.state === 'submitted' || referral.state === 'accepted')
    await setReferralState(tx.trx, { id, state: 'rejected', reason, at: tx.nowMs });
  await tellEmployee(tx, referral, { event: 'not_counted', reason });
  for (const reward of await lockRewardsOf(tx.trx, id)) {
    if (reward.reversalOf !== null) continue;
    const decision = reward.state === 'pending' ? 'reject' : 'reverse';
    await moveReward(tx, reward, { decision, by, reason });
  }
}

/** What the approver sees of a held referral, and where; undefined when it was never held. */
export async function readReviewCard(
  db: Db,
  id: ReferralId,
): Promise<(ReviewCard & Pick<StoredHold, 'card'>) | undefined> {
  const referral = await findReferral(db, id);
  const hold = await findHold(db, id);
  if (!referral || !hold) return undefined;
  const { card, ...review } = hold;
  const { referrer, name, company } = referral;
  const rewards = (await rewardsOf(db, id)).map(({ amount }) => amount);
  return { referralId: id, referrer, name, company: company ?? '', review, rewards, card };
}
