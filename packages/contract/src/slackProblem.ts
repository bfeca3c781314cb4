import { z } from 'zod';
import { line } from './primitives.ts';

/**
 * Body of `POST /v1/slack/problems`: Slack refuses the app itself. `error` is Slack's code; `about` the scope
 * that is missing, or the setting whose token is not accepted.
 */
export const slackProblemReport = z.object({
  error: line(80),
  about: line(80),
  /** What was asked of Slack: `chat.postMessage`. */
  method: line(80).optional(),
});
export type SlackProblemReport = z.infer<typeof slackProblemReport>;

/** What Slack refuses, in words that say what to do. */
export const slackProblem = z.object({
  error: z.string(),
  about: z.string(),
  words: z.string(),
  firstAt: z.string(),
  lastAt: z.string(),
});
export type SlackProblem = z.infer<typeof slackProblem>;
