import type { Money, ReferralState } from '@headwater/contract';
import {
  referralMessageFor,
  referralStepsFor,
  rewardFor,
  type ReferredLeadEvent,
} from '../domain/referral.ts';
import type { LeadId, ReferralId } from '../ids.ts';
import { referralsOf, setReferralState } from '../storage/referrals.ts';
import { lastValueOf } from '../storage/stages.ts';
import { announceWonReferral } from './announceWonReferral.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { earnReward } from './earnReward.ts';
import { reverseRewards } from './moveReward.ts';
import { programToTell, reviewEarning } from './reviewReferral.ts';
import { isNotWithUs, readProgramFor } from './leaver.ts';

/** Moves the referrals of a lead along with it and owes each employee one message a step; others are not in our Slack. */
export async function moveReferrals(
  tx: InTransaction,
  leadId: LeadId,
  event: ReferredLeadEvent,
  { reason = null, dealValue: said = null }: { reason?: string | null; dealValue?: Money | null } = {},
): Promise<void> {
  // who wins a deal need not say again what it is worth
  const dealValue = said ?? (event === 'customer' ? await lastValueOf(tx.trx, leadId) : null);
  for (const referral of await referralsOf(tx.trx, leadId)) {
    const program = await readProgramFor(tx, referral.referrer);
    const isGone = await isNotWithUs(tx, referral.referrer);
    for (const state of referralStepsFor(referral.state, event)) {
      await setReferralState(tx.trx, { id: referral.id, state, reason, at: tx.nowMs });
      if (referral.program !== 'employee') continue;
      const { name, company, referrer } = referral;
      const about = { name, company: company ?? '', reason };
      if (rewardFor(state, dealValue, program) !== null) await reviewEarning(tx, referral);
      const promised = await programToTell(tx, referral, program);
      const message = referralMessageFor(state, about, promised, dealValue);
      if (message === null) continue;
      const payload = { slackUser: referrer, message };
      if (!isGone) await owe(tx, { kind: 'referral_message', leadId, channel: referrer, payload });
      await earnReward(tx, referral, state, dealValue);
      if (state === 'won') await announceWonReferral(tx, referral);
    }
    if (event === 'disqualified' || event === 'lost')
      await reverseRewards(tx, referral.id as ReferralId, reason ?? fellOut(event, referral.state));
  }
}

/** Why a reward is taken back, where sales did not say. */
function fellOut(event: 'disqualified' | 'lost', state: ReferralState): string {
  if (state === 'won') return 'The customer cancelled';
  return event === 'lost' ? 'The deal was lost' : 'They turned out not to be a lead for us';
}
