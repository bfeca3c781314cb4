/** The recomputing of all leads: one row, `leads`. It goes on after the lead `last_lead`. */
export type RebuildsTable = {
  id: string;
  reason: string;
  started_at: number;
  finished_at: number | null;
  total: number;
  done: number;
  last_lead: string;
};

/** What a person said about a spelling that looked like another source. */
export type SourceDecisionsTable = {
  id: string;
  spelling: string;
  means: string;
  decision: 'accept' | 'refuse';
  decided_at: number;
  decided_by: string;
};

/** How many touches of a day carried the same campaign parameters to the same page. */
export type TagTalliesTable = {
  id: string;
  /** Start of the day in UTC, epoch milliseconds. */
  day: number;
  site: string | null;
  /** Null for touches that were entered and no link led to. */
  path: string | null;
  /** The source as it arrived; null where none was named. */
  source: string | null;
  /** JSON of the values as they arrived, by field. */
  tags: string;
  touches: number;
  first_at: number;
};

/** Up to which touch everything is counted. */
export type TallyCursorsTable = { id: string; received_at: number; event: string };

export type SourceTables = {
  rebuilds: RebuildsTable;
  source_decisions: SourceDecisionsTable;
  tag_tallies: TagTalliesTable;
  tally_cursors: TallyCursorsTable;
};
