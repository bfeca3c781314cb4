import { accountOf } from '../domain/account.ts';
import { identityKeys, type Identity } from '../domain/identity.ts';
import { EXCLUDED, isExcluded } from '../domain/leavers.ts';
import { mailboxOf } from '../domain/mailbox.ts';
import { referralMessageFor } from '../domain/referral.ts';
import type { JunkReason } from '../domain/junk.ts';
import type { SubmissionBody } from '../domain/submission.ts';
import { newReferralId, newSubmissionId, type LeadId } from '../ids.ts';
import { dealStagesOf } from '../storage/accounts.ts';
import type { Trx } from '../storage/dialect.ts';
import { insertEvents } from '../storage/events.ts';
import { addressOfMailbox } from '../storage/identities.ts';
import { findLead, type StoredLead } from '../storage/leads.ts';
import {
  findReferral,
  insertReferral,
  referralOfSubmission,
  referralsOf,
  type NewReferral,
  type StoredReferral,
} from '../storage/referrals.ts';
import { insertSubmission } from '../storage/submissions.ts';
import { employeeCode } from './codes.ts';
import { owe, oweCardUpdate } from './deliver.ts';
import { promiseAnswer } from './escalateReferrals.ts';
import type { Deps, InTransaction } from './deps.ts';
import { identifyLead, type Identified } from './identifyLead.ts';
import { reviewReferral } from './reviewReferral.ts';
import { refreshLead } from './refreshLead.ts';
import { readProgramFor } from './leaver.ts';

/** Somebody referred, by whichever door. */
export type Referring = Pick<
  NewReferral,
  'submission' | 'program' | 'referrer' | 'name' | 'company' | 'body'
> & {
  who: Identity;
  /** What the lead is made of where nobody knew the person. */
  lead: SubmissionBody;
  site: string | null;
  /** Whose use is the lead's touch; null for an employee's own. */
  code: string | null;
  junk: JunkReason | null;
  /** Of whoever refers, where it is known. */
  referrerEmail?: string | undefined;
  /** Throws a {@link KnownPerson} instead of storing a duplicate. */
  strict?: boolean | undefined;
};

export type TakenReferral = { outcome: 'created' | 'repeated'; referral: StoredReferral };

/** Undoes a transaction that found another process storing the same submission at the same moment. */
class RepeatedReferral extends Error {}

/** Undoes a transaction that found the person known already; the message is for whoever refers. */
export class KnownPerson extends Error {}

/**
 * Takes a referral: referral, lead, its touch and the answer to an employee are one transaction. Somebody who
 * is known already is a duplicate: an employee is told, and the lead keeps its source.
 */
export async function takeReferral(deps: Deps, referring: Referring): Promise<TakenReferral> {
  const { db, clock, signals } = deps;
  const nowMs = clock.now();
  const created = await db
    .transaction()
    .execute(async (trx) => {
      if (await referralOfSubmission(trx, referring.submission)) return false;
      const who = await asKnown(trx, referring.who);
      const identified = await identifyLead({ trx, nowMs }, who);
      await storeReferral({ trx, nowMs }, identified, referring);
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof RepeatedReferral) return false;
      throw error;
    });
  signals.deliveries.ring();
  const referral = await referralOfSubmission(db, referring.submission);
  if (!referral) throw new Error('a referral that was stored is not there');
  return { outcome: created ? 'created' : 'repeated', referral };
}

/** Somebody whose mailbox is known by another spelling is that person; elsewhere two addresses are two leads. */
async function asKnown(trx: Trx, who: Identity): Promise<Identity> {
  const mailbox = mailboxOf(who.email ?? '');
  const email = mailbox === null ? undefined : await addressOfMailbox(trx, mailbox);
  const isOther = email !== undefined && !identityKeys(who).some(({ value }) => value === email);
  return isOther ? { ...who, email } : who;
}

async function storeReferral(tx: InTransaction, identified: Identified, referring: Referring): Promise<void> {
  const { leadId } = identified;
  const { who, lead, site, code, junk, strict, referrerEmail, ...referral } = referring;
  const known = identified.isNew ? undefined : await findLead(tx.trx, leadId);
  const { state, reason } = await judge(tx, leadId, { ...referral, who, junk, known });
  if (strict && state === 'duplicate') throw new KnownPerson(reason ?? undefined);
  const id = newReferralId(tx.nowMs);
  const isFirst = await insertReferral(tx.trx, { ...referral, id, leadId, state, reason }, tx.nowMs);
  if (!isFirst) throw new RepeatedReferral();
  if (state === 'submitted' || identified.isNew)
    await storeLead(tx, leadId, { ...referral, lead, site, code });
  if (known) await oweCardUpdate(tx, known);
  if (referral.program === 'employee') await answerEmployee(tx, { ...referral, leadId, state, reason });
  const stored = state === 'submitted' ? await findReferral(tx.trx, id) : undefined;
  if (stored) await reviewReferral(tx, stored, { email: who.email ?? undefined, referrerEmail });
}

async function answerEmployee(
  tx: InTransaction,
  referral: Pick<NewReferral, 'name' | 'company' | 'referrer' | 'leadId' | 'state' | 'reason'>,
): Promise<void> {
  const { name, company = '', referrer, leadId, state } = referral;
  const program = await readProgramFor(tx, referrer);
  const isForNothing = state === 'submitted' && isExcluded(program, referrer);
  const reason = isForNothing ? EXCLUDED : referral.reason;
  const message = referralMessageFor(state, { name, company, reason }, program, null);
  const payload = { slackUser: referrer, message };
  await owe(tx, { kind: 'referral_message', leadId, channel: referrer, payload });
  if (state === 'submitted') await promiseAnswer(tx, leadId);
}

type Verdict = Pick<StoredReferral, 'state' | 'reason'>;

/** Junk earns nothing, and does not stand in the way of whoever refers the person in earnest. */
async function judge(
  { trx }: InTransaction,
  leadId: LeadId,
  {
    program,
    referrer,
    who,
    junk,
    known,
  }: Pick<Referring, 'program' | 'referrer' | 'who' | 'junk'> & { known: StoredLead | undefined },
): Promise<Verdict> {
  if (junk !== null) return { state: 'rejected', reason: `Set aside as junk: ${junk}` };
  if (known?.junk !== false) return judgeCompany(trx, accountOf(who.email));
  const earlier = await referralsOf(trx, leadId);
  const isOwn = earlier.some((one) => one.program === program && one.referrer === referrer);
  if (isOwn) return { state: 'duplicate', reason: 'You referred this person before' };
  if (earlier.length > 0) return { state: 'duplicate', reason: 'Somebody else referred this person first' };
  if (known.stage === 'customer')
    return { state: 'duplicate', reason: 'They are a customer of ours already' };
  return { state: 'duplicate', reason: 'We know this person already' };
}

/** Nobody knows the person: whether their company is a customer, or about to be one. */
async function judgeCompany(trx: Trx, account: string | null): Promise<Verdict> {
  const stages = account === null ? [] : await dealStagesOf(trx, account);
  if (stages.includes('customer'))
    return { state: 'duplicate', reason: 'Their company is a customer of ours already' };
  if (stages.includes('opportunity'))
    return { state: 'duplicate', reason: 'We are talking to their company about a deal already' };
  return { state: 'submitted', reason: null };
}

async function storeLead(
  tx: InTransaction,
  leadId: LeadId,
  { lead, site, code, referrer }: Pick<Referring, 'lead' | 'site' | 'code' | 'referrer'>,
): Promise<void> {
  const id = newSubmissionId(tx.nowMs);
  const receivedAt = tx.nowMs;
  await insertSubmission(tx.trx, { id, leadId, site, receivedAt, ...lead });
  const ref = code ?? (await employeeCode(tx, referrer));
  const row = { id, site, visitor: null, lead_id: leadId, kind: 'touch', at: tx.nowMs, sent_at: null };
  await insertEvents(tx.trx, [{ ...row, received_at: tx.nowMs, body: JSON.stringify({ ref }) }]);
  await refreshLead(tx, leadId);
}
