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
