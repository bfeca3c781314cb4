import { z } from 'zod';

/** `GET /v1/rebuild`: how far the recomputing of all leads came; all null where there was none yet. */
export const rebuildProgress = z.object({
  done: z.int(),
  total: z.int(),
  startedAt: z.string().nullable(),
  /** Null while it is under way. */
  finishedAt: z.string().nullable(),
  reason: z.string().nullable(),
});
export type RebuildProgress = z.infer<typeof rebuildProgress>;

/** A source that came and is probably a misspelling of another. Ids stay the same while it is spelled the same. */
export const sourceProposal = z.object({
  id: z.string(),
  /** The name as it counts now. */
  arrived: z.string(),
  /** As it was written, the most frequent first. */
  spellings: z.array(z.string()),
  /** What it probably means. */
  means: z.string(),
  /** Letters that differ: 1 or 2. */
  distance: z.int(),
  /** Touches that named it. */
  touches: z.int(),
  /** Leads whose original source it is. */
  leads: z.int(),
  /** When the first of these touches was received. */
  since: z.string(),
});
export type SourceProposal = z.infer<typeof sourceProposal>;

/** Body of `POST /v1/sources/proposals/:id`. */
export const proposalDecision = z.object({ decision: z.enum(['accept', 'refuse']) });
export type ProposalDecision = z.infer<typeof proposalDecision>['decision'];

export const proposalDecided = z.object({
  id: z.string(),
  decision: z.enum(['accept', 'refuse']),
  arrived: z.string(),
  means: z.string(),
  decidedAt: z.string(),
  decidedBy: z.string(),
});
export type ProposalDecided = z.infer<typeof proposalDecided>;
