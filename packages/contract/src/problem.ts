import { z } from 'zod';

/** RFC 9457 `application/problem+json`. `errors` names each field; `owner` stands on a lost claim, `state` on a step that cannot follow it. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
  owner: z.string().optional(),
  state: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;
