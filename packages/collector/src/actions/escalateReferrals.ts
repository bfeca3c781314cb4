import type { ReferralMessage } from '@headwater/contract';
import { personOf } from '../domain/people.ts';
import type { LeadId } from '../ids.ts';
import { findLead } from '../storage/leads.ts';
import { referralsOf, type StoredReferral } from '../storage/referrals.ts';
import { ensureTimer } from '../storage/timers.ts';
import { announceReferral } from './announceWonReferral.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/** Until when a referrer is promised that somebody has looked, in milliseconds. */
const LOOKED_AT_WITHIN_MS = 24 * 60 * 60 * 1000;

/** Remembers the promise that is made with the first message. A lead has one referral that counts, so one promise. */
export async function promiseAnswer({ trx, nowMs }: InTransaction, leadId: LeadId): Promise<void> {
  await ensureTimer(trx, { kind: 'referral_promise', leadId }, nowMs + LOOKED_AT_WITHIN_MS);
}

/** Tells a manager of the referrals of this lead that nobody looked at in time: once, by the timer that it takes. */
export async function escalateReferrals(tx: InTransaction, leadId: LeadId): Promise<void> {
  const lead = await findLead(tx.trx, leadId);
  if (!lead) return;
  for (const referral of await referralsOf(tx.trx, lead.id)) {
    if (referral.state !== 'submitted' || referral.program !== 'employee') continue;
    await escalate(tx, referral, lead.assignment?.owner ?? null);
  }
}

async function escalate(tx: InTransaction, referral: StoredReferral, owner: string | null): Promise<void> {
  const people = await settingsValue(tx.trx, 'people');
  const own = owner === null ? undefined : personOf(people, owner).manager;
  const manager = own ?? people.manager ?? people.admin;
  if (manager === undefined) return announceReferral(tx, referral, { event: 'overdue' });
  const { name, company, referrer, leadId } = referral;
  const none = { reward: null, next: null, reason: null };
  const message: ReferralMessage = { event: 'overdue', name, company: company ?? '', ...none, by: referrer };
  const payload = { slackUser: manager, message };
  await owe(tx, { kind: 'referral_message', leadId: leadId as LeadId, channel: manager, payload });
}
