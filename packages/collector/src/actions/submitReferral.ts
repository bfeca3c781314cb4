import type { PublicReferral, ReferralSubmission } from '@headwater/contract';
import { junkReason } from '../domain/junk.ts';
import type { Code } from '../storage/codes.ts';
import type { Deps } from './deps.ts';
import { ownReferral } from '../domain/ownReferral.ts';
import { settingsValue } from './settings.ts';
import { KnownPerson, takeReferral, type TakenReferral } from './takeReferral.ts';

/** `refused`: nothing was stored, and `message` says kindly why, for the field `path`. */
export type EmployeeReferral = TakenReferral | { outcome: 'refused'; path: string; message: string };

/** Takes an employee's referral; the employee hears what became of it. Nobody refers themselves or somebody of the own company. */
export async function submitReferral(
  deps: Deps,
  { strict, referrerEmail, ...submission }: ReferralSubmission,
): Promise<EmployeeReferral> {
  const { ownDomains } = await settingsValue(deps.db, 'sources');
  const own = ownReferral({ email: submission.email, referrerEmail, ownDomains });
  if (own !== null) return { outcome: 'refused', path: 'email', message: own };
  return takeEmployeeReferral(deps, submission, { strict, referrerEmail }).catch((error: unknown) => {
    if (!(error instanceof KnownPerson)) throw error;
    const path = submission.email ? 'email' : submission.phone ? 'phone' : 'linkedin';
    const message = `${error.message}, so a referral would not count. Thank you for thinking of us.`;
    return { outcome: 'refused' as const, path, message };
  });
}

function takeEmployeeReferral(
  deps: Deps,
  submission: ReferralSubmission,
  { strict, referrerEmail }: Pick<ReferralSubmission, 'strict' | 'referrerEmail'>,
): Promise<TakenReferral> {
  const { submission: id, referrer, name, company } = submission;
  return takeReferral(deps, {
    strict,
    referrerEmail,
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
 * looked at for junk, and only fills in what is not known. Who refers themselves is answered like everybody: that
 * it is their code would tell whose it is.
 */
export async function submitOpenReferral(
  deps: Deps,
  code: Code,
  referral: OpenReferral,
): Promise<TakenReferral> {
  const { site, submission, name, company, email, note, honeypot, flags } = referral;
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
    referrerEmail: code.referrer,
  });
}
