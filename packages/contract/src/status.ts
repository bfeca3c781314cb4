import { z } from 'zod';
import { rebuildProgress } from './sources.ts';
import { slackProblem } from './slackProblem.ts';

/** An origin that reported with a site's key since the start, and is not one of the site's. */
export const refusal = z.object({ site: z.string(), name: z.string(), origin: z.string(), times: z.int() });
export type Refusal = z.infer<typeof refusal>;

/** `GET /v1/status`: is it set up, is it working, what waits. */
export const status = z.object({
  sites: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      origins: z.array(z.string()),
      scriptTag: z.string(),
      firstHitAt: z.string().nullable(),
    }),
  ),
  deliveries: z.object({
    waiting: z.int(),
    oldestWaitingAt: z.string().nullable(),
    dead: z.int(),
  }),
  /** The last recomputing of all leads. */
  rebuild: rebuildProgress,
  slack: z.object({
    /** When a Slack bot last asked for work; null when none has since the start. */
    lastSeenAt: z.string().nullable(),
    /** What Slack refuses the app, the latest first. */
    problems: z.array(slackProblem),
  }),
  warnings: z.array(z.string()),
});
export type Status = z.infer<typeof status>;
