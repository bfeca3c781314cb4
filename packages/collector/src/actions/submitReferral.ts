import type { Referral, ReferralSubmission } from '@headwater/contract';
import { referralMessageFor } from '../domain/referral.ts';
import { newReferralId, newSubmissionId, type LeadId } from '../ids.ts';
import { insertEvents } from '../storage/events.ts';
import { insertReferral, referralOfSubmission, referralsOf } from '../storage/referrals.ts';
import { insertSubmission } from '../storage/submissions.ts';
import { employeeCode } from './codes.ts';
import { owe } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { identifyLead, type Identified } from './identifyLead.ts';
import { refreshLead } from './refreshLead.ts';
import { settingsValue } from './settings.ts';

/**
 * Takes an employee's referral: referral, lead, its touch and the answer to the employee are one transaction.
 * Somebody who is known already is a duplicate; the referrer is told, and the lead keeps its source.
 */
export async function submitReferral(
  { db, clock, signals }: Deps,
  submission: ReferralSubmission,
): Promise<{ outcome: 'created' | 'repeated'; referral: Referral }> {
  const nowMs = clock.now();
  const answer = await db.transaction().execute(async (trx) => {
    const before = await referralOfSubmission(trx, submission.submission);
    if (before) return { outcome: 'repeated' as const, referral: before };
    const identified = await identifyLead({ trx, nowMs }, submission);
    // again: a repeat at the same moment waited for the first where the person was identified
    const known = await referralOfSubmission(trx, submission.submission);
    if (known) return { outcome: 'repeated' as const, referral: known };
    const referral = await storeReferral({ trx, nowMs }, identified, submission);
    return { outcome: 'created' as const, referral };
  });
  signals.deliveries.ring();
  return answer;
}

async function storeReferral(
  tx: InTransaction,
  identified: Identified,
  submission: ReferralSubmission,
): Promise<Referral> {
  const { leadId } = identified;
  const duplicate = identified.isNew ? null : await whyDuplicate(tx, leadId, submission);
  const state = duplicate === null ? ('submitted' as const) : ('duplicate' as const);
  await insertReferral(
    tx.trx,
    { id: newReferralId(tx.nowMs), leadId, state, reason: duplicate, submission },
    tx.nowMs,
  );
  if (duplicate === null) await storeLead(tx, identified, submission);
  const program = await settingsValue(tx.trx, 'referrals');
  const message = referralMessageFor(state, { ...submission, reason: duplicate }, program, null);
  const payload = { slackUser: submission.referrer, message };
  await owe(tx, { kind: 'referral_message', leadId, channel: submission.referrer, payload });
  const stored = await referralOfSubmission(tx.trx, submission.submission);
  if (!stored) throw new Error('a referral vanished inside its own transaction');
  return stored;
}

async function whyDuplicate(
  { trx }: InTransaction,
  leadId: LeadId,
  submission: ReferralSubmission,
): Promise<string> {
  const earlier = await referralsOf(trx, leadId);
  if (earlier.some((referral) => referral.referrer === submission.referrer))
    return 'You referred this person before';
  if (earlier.length > 0) return 'Somebody else referred this person first';
  return 'We know this person already';
}

async function storeLead(
  tx: InTransaction,
  { leadId }: Identified,
  submission: ReferralSubmission,
): Promise<void> {
  const id = newSubmissionId(tx.nowMs);
  const receivedAt = tx.nowMs;
  await insertSubmission(tx.trx, { id, leadId, site: null, receivedAt, via: 'referral', submission });
  const ref = await employeeCode(tx, submission.referrer);
  const row = { id, site: null, visitor: null, lead_id: leadId, kind: 'touch', at: tx.nowMs, sent_at: null };
  await insertEvents(tx.trx, [{ ...row, received_at: tx.nowMs, body: JSON.stringify({ ref }) }]);
  await refreshLead(tx, leadId);
}
