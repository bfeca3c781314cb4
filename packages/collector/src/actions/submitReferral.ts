import type { PublicReferral, ReferralSubmission } from '@headwater/contract';
import { junkReason } from '../domain/junk.ts';
import { isSameMailbox } from '../domain/mailbox.ts';
import type { Code } from '../storage/codes.ts';
import type { Deps } from './deps.ts';
import { takeReferral, type TakenReferral } from './takeReferral.ts';

/** Takes an employee's referral; the employee hears what became of it. */
export async function submitReferral(deps: Deps, submission: ReferralSubmission): Promise<TakenReferral> {
  const { submission: id, referrer, name, company } = submission;
  return takeReferral(deps, {
    submission: id,
    program: 'employee',
    referrer,
    name,
    company,
    body: JSON.stringify(submission),
    who: submission,
    lead: { via: 'referral', submission },
    site: null,
    code: null,
    junk: null,
  });
}

/** `flags`: `bot` where the sender looked like one, as with forms. */
export type OpenReferral = PublicReferral & { flags: string[] };

/**
 * Takes what a customer or partner says on a website. Anybody can say it, so it has the weight of a form: it is
 * looked at for junk, and only fills in what is not known. `own_address` when the referrer refers themselves.
 */
export async function submitOpenReferral(
  deps: Deps,
  code: Code,
  referral: OpenReferral,
): Promise<{ outcome: TakenReferral['outcome'] | 'own_address' }> {
  const { site, submission, name, company, email, note, honeypot, flags } = referral;
  if (isSameMailbox(code.referrer, email)) return { outcome: 'own_address' };
  const person = { name, email, ...(company && { company }) };
  const form = { ...person, message: note, honeypot, form: { name: 'Referral' }, flags, referred: true };
  return takeReferral(deps, {
    submission,
    program: code.program,
    referrer: code.referrer,
    name,
    company,
    body: JSON.stringify(referral),
    who: person,
    lead: { via: 'form', submission: form },
    site,
    code: code.code,
    junk: junkReason(referral),
  });
}
