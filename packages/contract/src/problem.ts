import { z } from 'zod';
import { letterConflict, qualification } from './qualification.ts';

/** RFC 9457 `application/problem+json`. `errors` names each field; `owner` stands on a lost claim, `conflicts` on letters
 * that moved, with the `qualification` as it is now. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
  owner: z.string().optional(),
  conflicts: z.array(letterConflict).optional(),
  qualification: qualification.optional(),
});
export type Problem = z.infer<typeof problem>;
