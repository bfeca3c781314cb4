import type { RevenueEntry } from '../domain/course.ts';
import type { LeadId } from '../ids.ts';

/** Epoch milliseconds. */
type Ms = number;

/** What money came of a lead beside its deal, one row an event. Refunds and cancellations are negative. */
export type RevenueTable = {
  id: string;
  lead_id: LeadId;
  kind: RevenueEntry['kind'];
  /** Minor units. */
  amount: number;
  currency: string;
  /** Minor units of the same currency. */
  margin: number | null;
  at: Ms;
  actor: string | null;
  reason: string | null;
  received_at: Ms;
};

/** Two leads that were made one, with what moved, so that it finds its way back. */
export type LeadMergesTable = {
  id: string;
  from_lead: LeadId;
  into_lead: LeadId;
  at: Ms;
  actor: string | null;
  /** JSON. */
  moved: string;
  undone_at: Ms | null;
  undone_by: string | null;
};

export type CourseTables = { revenue: RevenueTable; lead_merges: LeadMergesTable };
