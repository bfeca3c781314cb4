import type { BuyingRole, Framework, LetterKey, LetterStatus } from '@headwater/contract';
import type { LeadId } from '../ids.ts';

/** Epoch milliseconds. */
type Ms = number;

/** One row a version; of each letter the newest counts. */
export type QualificationLettersTable = {
  lead_id: LeadId;
  letter: LetterKey;
  version: number;
  framework: Framework;
  status: LetterStatus;
  evidence: string;
  /** `YYYY-MM-DD`. */
  evidence_day: string | null;
  actor: string;
  saved_at: Ms;
};

/** What somebody typed and has not saved yet. */
type QualificationDraftsTable = {
  lead_id: LeadId;
  person: string;
  framework: Framework;
  /** JSON as text. */
  letters: string;
  role: BuyingRole | null;
  saved_at: Ms;
};

export type QualificationTables = {
  qualification_letters: QualificationLettersTable;
  qualification_drafts: QualificationDraftsTable;
};
