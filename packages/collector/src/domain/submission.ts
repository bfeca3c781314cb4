import type { EnteredLead, LeadSubmission, ReferralSubmission } from '@headwater/contract';

/** What a website's form said. `country` and `flags` were found out when it arrived. */
export type FormSubmission = Omit<LeadSubmission, 'touches' | 'site'> & { flags: string[] };

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

/** Who the lead is: the newest word on each field, an empty one counting as none. Submissions are oldest first. */
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
  for (const { submission } of submissions) {
    const given: Partial<Record<keyof Person, string | undefined>> = submission;
    for (const field of fields) person[field] = given[field]?.trim() || person[field];
  }
  return {
    ...person,
    email: person.email?.toLowerCase() ?? null,
    country: person.country?.toUpperCase() ?? null,
  };
}
