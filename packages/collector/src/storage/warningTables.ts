import type { WarningKind } from '@headwater/contract';

/** A warning that was told: one a kind, subject and period. */
export type WarningsTable = {
  kind: WarningKind;
  subject: string;
  /** `2026-03`, `2026-Q1`, or the Monday of a week. */
  period: string;
  /** When it was first seen, also in periods before, epoch milliseconds. */
  since: number;
  told_at: number;
  /** Null while it holds. */
  over_at: number | null;
  /** JSON of WarningTold, as it was when it was last looked. */
  body: string;
};

/** When to look for warnings next: one row, `warnings`. */
export type WarningChecksTable = {
  id: string;
  due_at: number;
  /** Grows when somebody asks to look: what was measured before that is not told. */
  asked: number;
  checked_at: number | null;
};

export type WarningTables = { warnings: WarningsTable; warning_checks: WarningChecksTable };
