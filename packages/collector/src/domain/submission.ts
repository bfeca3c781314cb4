import type { EnteredLead, LeadSubmission, ReferralSubmission } from '@headwater/contract';
import { junkReason } from './junk.ts';

/**
 * What a website's form said. `country` and `flags` were found out when it arrived; `native` where the form
 * itself posted it, without a script that could have given it an id; `referred` where a customer or partner
 * spoke for the person, who did nothing.
 */
export type FormSubmission = Omit<LeadSubmission, 'touches' | 'site' | 'inputs'> & {
  flags: string[];
  native?: boolean;
  referred?: boolean;
};

/** How somebody became known: a form, an entry by hand, or a referral; each kept as it arrived. */
export type SubmissionBody =
  | { via: 'form'; submission: FormSubmission }
  | { via: 'entered'; submission: EnteredLead }
  | { via: 'referral'; submission: ReferralSubmission };

/** `receivedAt` in epoch milliseconds. */
export type Submission = SubmissionBody & { id: string; receivedAt: number };

export type Person = {
  email: string | null;
  name: string | null;
  company: string | null;
  phone: string | null;
  linkedin: string | null;
  country: string | null;
  heardFrom: string | null;
};

const fields = ['email', 'name', 'company', 'phone', 'linkedin', 'country', 'heardFrom'] as const;

/** What counts: junk only where nothing else was ever sent, so that nobody changes a lead by sending rubbish. */
export function genuine(submissions: readonly Submission[]): readonly Submission[] {
  const good = submissions.filter((one) => one.via !== 'form' || junkReason(one.submission) === null);
  return good.length > 0 ? good : submissions;
}

/**
 * Who the lead is. What sales enter or a colleague says is the newest word; a form, which anybody can send in
 * anybody's name, only fills in what is not known. Submissions are oldest first.
 */
export function personOf(submissions: readonly Submission[]): Person {
  const person: Person = {
    email: null,
    name: null,
    company: null,
    phone: null,
    linkedin: null,
    country: null,
    heardFrom: null,
  };
  for (const { via, submission } of submissions) {
    const given: Partial<Record<keyof Person, string | undefined>> = submission;
    for (const field of fields) {
      const said = given[field]?.trim() || null;
      person[field] = via === 'form' ? (person[field] ?? said) : (said ?? person[field]);
    }
  }
  return {
    ...person,
    email: person.email?.toLowerCase() ?? null,
    country: person.country?.toUpperCase() ?? null,
  };
}

/** A form sent twice within this time, epoch milliseconds apart, was sent once. */
const TWICE_WITHIN_MS = 60_000;

/**
 * Whether a form is one that was stored before. A form that posts to us natively has no id: pressed twice, it
 * says the same a moment later; reported by the snippet of the same page as well, it says all that the snippet
 * says, and nothing that a person typed besides. Which field is whose may differ: the snippet sees labels.
 */
export function isSameForm(form: FormSubmission, nowMs: number, earlier: Submission): boolean {
  if (earlier.via !== 'form' || nowMs - earlier.receivedAt > TWICE_WITHIN_MS) return false;
  const { submission } = earlier;
  if (form.native && submission.native) return isEqual(wordsOf(form), wordsOf(submission));
  if (form.native) return isReportOf(submission, form);
  return submission.native === true && isReportOf(form, submission);
}

function isReportOf(report: FormSubmission, native: FormSubmission): boolean {
  const [reported, posted] = [wordsOf(report), wordsOf(native)];
  return reported.isSubsetOf(posted) && wordsOf({ ...native, fields: {} }).isSubsetOf(reported);
}

const isEqual = (one: Set<string>, other: Set<string>): boolean =>
  one.size === other.size && one.isSubsetOf(other);

/** Without the country, which is found out in other ways as well. */
function wordsOf(form: Partial<FormSubmission>): Set<string> {
  const { email, name, company, phone, linkedin, message, heardFrom, fields: rest = {} } = form;
  const said = [email, name, company, phone, linkedin, message, heardFrom, ...Object.values(rest)];
  return new Set(
    said
      .join(' ')
      .toLowerCase()
      .match(/[^\s,]+/g),
  );
}
