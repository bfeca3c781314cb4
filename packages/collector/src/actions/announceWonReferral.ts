import type { ReferralAnnouncement } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import { findLead } from '../storage/leads.ts';
import type { StoredReferral } from '../storage/referrals.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/** Tells the channel of a won referral, so that colleagues can say thank you. Amounts stay between two people. */
export async function announceWonReferral(tx: InTransaction, referral: StoredReferral): Promise<void> {
  const { announceIn } = await settingsValue(tx.trx, 'referrals');
  await announceReferral(tx, referral, { event: 'won', channel: announceIn });
}

/** Owes a channel the news of a referral: the one given, else where its lead was routed. */
export async function announceReferral(
  tx: InTransaction,
  referral: StoredReferral,
  { event, channel }: { event: ReferralAnnouncement['event']; channel?: string | undefined },
): Promise<void> {
  const { id, referrer, name, company } = referral;
  const leadId = referral.leadId as LeadId;
  const message: ReferralAnnouncement = { event, referralId: id, referrer, name, company: company ?? '' };
  const lead = await findLead(tx.trx, leadId);
  const { fallback } = await settingsValue(tx.trx, 'routing');
  const where = channel ?? lead?.assignment?.channel ?? fallback.channel;
  await owe(tx, { kind: 'referral_announcement', leadId, channel: where, payload: { message } });
}
