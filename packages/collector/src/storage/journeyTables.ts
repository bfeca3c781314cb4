import type { LeadId } from '../ids.ts';

/** What reports know of a lead, packed: one row a lead, written with the lead. */
export type JourneysTable = {
  lead_id: LeadId;
  /** Grows with every change, see rowRevision in dialect.ts. */
  revision: number;
  /** JSON of PackedTouches; null once the lead is part of another: readers have to hear of that too. */
  touches: string | null;
  /** JSON of PackedCourse. */
  course: string;
};

export type JourneyTables = { journeys: JourneysTable };
