import type { CountedVisitor } from '../domain/visitor.ts';

/**
 * A count of all visitors by the rules of its time. One is served; after rules changed another is built beside it
 * and takes its place once it is complete; what was dropped is removed little by little.
 */
export type VisitorCountsTable = {
  generation: number;
  state: 'serving' | 'building' | 'dropped';
  /** Every touch received up to there, and of that moment up to the event, is counted. */
  received_at: number;
  event: string;
};

/** The sources of visitors, each once. */
export type VisitorSourcesTable = {
  place: number;
  /** JSON of PackedSource. */
  source: string;
};

/** Somebody who came to a website, in one of the counts. */
export type VisitorsTable = CountedVisitor & { generation: number };

/** How often something was shown, a row for each day or month, source, channel or campaign. */
export type ImpressionsTable = {
  /** `2026-03` or `2026-03-09` */
  period: string;
  dimension: 'source' | 'channel' | 'campaign';
  key: string;
  count: number;
  changed_at: number;
  changed_by: string;
};

export type VisitorTables = {
  visitor_counts: VisitorCountsTable;
  visitor_sources: VisitorSourcesTable;
  visitors: VisitorsTable;
  impressions: ImpressionsTable;
};
