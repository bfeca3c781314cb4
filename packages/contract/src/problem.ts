import { z } from 'zod';

/** RFC 9457 `application/problem+json`. `errors` names each field; `owner` stands on a lost claim. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
  owner: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

/** Of a step that cannot follow: the state in which its subject is. */
export const illegalStep = problem.extend({ state: z.string() });
