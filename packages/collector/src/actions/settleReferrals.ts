import { keptOf } from '../domain/refund.ts';
import { referralMessageFor, rewardFor } from '../domain/referral.ts';
import { earnedBetween, isEnding, referralOutcome, type ReferralOutcome } from '../domain/referralOutcome.ts';
import type { LeadId, ReferralId } from '../ids.ts';
import { findLead } from '../storage/leads.ts';
import { countedReferralsOf, setReferralState, type StoredReferral } from '../storage/referrals.ts';
import { revenueOf } from '../storage/revenue.ts';
import { lockRewardsOf } from '../storage/rewards.ts';
import { stageChangesOf } from '../storage/stages.ts';
import { announceWonReferral } from './announceWonReferral.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { earnReward } from './earnReward.ts';
import { isNotWithUs, readProgramFor } from './leaver.ts';
import { programToTell, reviewEarning } from './reviewReferral.ts';
import { takeBackShare } from './takeBackShare.ts';

/**
 * Brings the referrals of a lead, and what they earned, to where they are by everything that is known of the lead
 * now. Running it again changes nothing. Each employee hears once of what they earned and of how it ended; others
 * are not in our Slack. The lead is locked.
 */
export async function settleReferrals(tx: InTransaction, leadId: LeadId): Promise<void> {
  const referrals = await countedReferralsOf(tx.trx, leadId);
  const lead = referrals.length > 0 ? await findLead(tx.trx, leadId) : undefined;
  if (!lead) return;
  const changes = await stageChangesOf(tx.trx, lead.id);
  const entries = await revenueOf(tx.trx, lead.id);
  for (const referral of referrals) {
    const referredAt = Date.parse(referral.createdAt);
    // who was known before, as another lead, did not come by the referral so far
    const since = lead.createdAt < referredAt ? referredAt : 0;
    const isClaimed = lead.owner !== null || referral.state === 'accepted';
    const outcome = referralOutcome({
      isClaimed,
      changes: changes.filter(({ at }) => at >= since),
      entries: entries.filter(({ at }) => at >= since),
    });
    await settle(tx, referral, outcome);
  }
}

async function settle(tx: InTransaction, referral: StoredReferral, outcome: ReferralOutcome): Promise<void> {
  const { id, state: from } = referral;
  const { state, reason } = outcome;
  if (from !== state || referral.reason !== reason)
    await setReferralState(tx.trx, { id, state, reason, at: tx.nowMs });
  if (referral.program !== 'employee') return;
  for (const kind of earnedBetween(from, state)) {
    const earned = outcome.earned.find((one) => one.kind === kind);
    if (!earned) continue;
    if (earned.takenBack === null) {
      const program = await readProgramFor(tx, referral.referrer);
      if (rewardFor(kind, earned.dealValue, program) !== null) await reviewEarning(tx, referral);
      await tell(tx, referral, kind, outcome);
    }
    await earnReward(tx, referral, earned);
    if (kind === 'won' && earned.takenBack === null) await announceWonReferral(tx, referral);
  }
  if (isEnding(from, state)) await tell(tx, referral, state, outcome);
  await settleRewards(tx, id as ReferralId, outcome);
}

async function tell(
  tx: InTransaction,
  referral: StoredReferral,
  state: StoredReferral['state'],
  { reason, earned }: ReferralOutcome,
): Promise<void> {
  const { name, company, referrer, leadId } = referral;
  if (await isNotWithUs(tx, referrer)) return;
  const program = await programToTell(tx, referral, await readProgramFor(tx, referrer));
  const { dealValue = null, refunded } = earned.find(({ kind }) => kind === state) ?? {};
  const message = referralMessageFor(state, { name, company: company ?? '', reason }, program, dealValue);
  if (message === null) return;
  if (message.reward && refunded)
    message.reward = { ...message.reward, amount: keptOf(message.reward.amount, refunded) };
  const payload = { slackUser: referrer, message };
  await owe(tx, { kind: 'referral_message', leadId: leadId as LeadId, channel: referrer, payload });
}

/** What was earned before the lead fell out is taken back, and of a deal that was refunded its part. */
async function settleRewards(tx: InTransaction, id: ReferralId, { earned }: ReferralOutcome): Promise<void> {
  for (const reward of await lockRewardsOf(tx.trx, id)) {
    if (reward.reversalOf !== null) continue;
    const { kind, rule } = reward;
    await takeBackShare(
      tx,
      reward,
      earned.find((one) => one.kind === kind) ?? {
        kind,
        dealValue: rule.dealValue,
        refunded: { back: 0, of: 0 },
        // their stages went to another lead
        takenBack: 'Two people had been taken for one',
      },
    );
  }
}
