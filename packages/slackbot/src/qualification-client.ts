import { problem, qualification, qualificationConflict } from '@headwater/contract';
import type { BuyingRole, Framework, LetterInputs, Qualification } from '@headwater/contract';
import { CollectorError, type Answer, type CollectorHttp } from './collector-http.ts';

/** What one person says of a lead's letters. */
export type QualificationForm = {
  framework: Framework;
  letters: LetterInputs;
  /** Where it is another than the one they saw. */
  role?: BuyingRole;
  by: string;
  eventId: string;
};

/** `conflict`: somebody else changed letters meanwhile; they stand in `qualification`, what was typed in its draft. */
export type Qualified =
  | { outcome: 'saved' }
  | { outcome: 'conflict'; qualification: Qualification }
  | { outcome: 'refused'; detail: string };

/** Every call throws a {@link CollectorError} when it has no answer. */
export type QualificationClient = {
  /** With their draft; in the framework that is named, else in the one that was begun. */
  qualification: (leadId: string, person: string, framework?: Framework) => Promise<Qualification>;
  qualify: (leadId: string, form: QualificationForm) => Promise<Qualified>;
  saveQualificationDraft: (leadId: string, draft: QualificationForm) => Promise<Qualified>;
};

export function createQualificationClient(http: CollectorHttp): QualificationClient {
  const about = (leadId: string, what: string): string => `/v1/leads/${encodeURIComponent(leadId)}/${what}`;
  return {
    async qualification(leadId, person, framework) {
      const query = new URLSearchParams({ by: person, ...(framework && { framework }) });
      const { body } = await http.ask('GET', about(leadId, `qualification?${query.toString()}`));
      const read = qualification.safeParse(body);
      if (!read.success) throw new CollectorError('the answer is no qualification');
      return read.data;
    },
    async qualify(leadId, form) {
      return toQualified(await http.insist('POST', about(leadId, 'qualify'), form));
    },
    async saveQualificationDraft(leadId, draft) {
      return toQualified(await http.insist('PUT', about(leadId, 'qualification/draft'), draft));
    },
  };
}

function toQualified({ status, body }: Answer): Qualified {
  if (status < 300) return { outcome: 'saved' };
  const conflict = qualificationConflict.safeParse(body);
  if (conflict.success) return { outcome: 'conflict', qualification: conflict.data.qualification };
  const refused = problem.safeParse(body);
  if (!refused.success) throw new CollectorError('the answer has another shape than agreed');
  const { detail, errors } = refused.data;
  const words = [detail, ...errors.map(({ path, message }) => `${path}: ${message}`)];
  return { outcome: 'refused', detail: words.join('\n') };
}
