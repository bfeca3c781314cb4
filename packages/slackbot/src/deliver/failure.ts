import { appProblem } from '../app-problem.ts';
import { tokenErrors } from '../refused-token.ts';
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';

/** However long Slack asks us to wait, we ask again after this time, so that recovery is quick. */
export const LONGEST_WAIT_MS = 30_000;

/**
 * Why a message was not delivered. `later`: Slack was not asked, since it would have refused. `away`: Slack gave no clear answer, the message may or may not stand
 * there. `gone`: what it belongs to does not exist any more, so nothing is owed. `token`: Slack does not accept
 * ours. `app`: the app may not do this, by a scope or a kind of token, until somebody changes that. `unreachable`:
 * the channel or person cannot be posted to, and trying again will not change that.
 */
export type Failure =
  | { kind: 'later'; retryAfterMs: number; error: string }
  | { kind: 'rate_limited'; retryAfterMs: number; error: string }
  | { kind: 'away'; error: string }
  | { kind: 'gone'; error: string }
  | { kind: 'token'; error: string }
  | { kind: 'app'; error: string; about: string }
  | { kind: 'unreachable'; error: string }
  | { kind: 'refused'; error: string };

const awayErrors = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
const goneErrors = new Set([
  'message_not_found',
  'thread_not_found',
  'cant_update_message',
  'edit_window_closed',
]);
const unreachableErrors = new Set([
  'is_archived',
  'channel_not_found',
  'channel_is_archived',
  'not_in_channel',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'user_not_found',
  'users_not_found',
  'user_disabled',
  'user_not_visible',
  'cannot_dm_bot',
  'messages_tab_disabled',
]);
const rateErrors = new Set(['ratelimited', 'rate_limited']);

/** Thrown instead of a call that Slack would answer 429; `waitMs` is when to come again. */
export class TurnLater extends Error {
  readonly waitMs: number;
  constructor(waitMs: number) {
    super('other calls go first');
    this.waitMs = waitMs;
  }
}

/** What an error thrown by the Slack client means for the delivery it happened to. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof TurnLater)
    return { kind: 'later', retryAfterMs: thrown.waitMs, error: thrown.message };
  if (thrown instanceof WebAPIRateLimitedError) return rateLimited(thrown.retryAfter);
  if (thrown instanceof WebAPIPlatformError) return failureOfAnswer(thrown.data.error, thrown);
  if (thrown instanceof WebAPIHTTPError && thrown.statusCode < 500) {
    return { kind: 'refused', error: `Slack answered ${thrown.statusCode}` };
  }
  return { kind: 'away', error: thrown instanceof Error ? thrown.message : 'Slack gave no answer' };
}

function failureOfAnswer(error: string, { data }: WebAPIPlatformError): Failure {
  if (rateErrors.has(error)) return rateLimited(data.response_metadata?.retryAfter ?? 1);
  if (awayErrors.has(error)) return { kind: 'away', error };
  if (goneErrors.has(error)) return { kind: 'gone', error };
  const problem = appProblem(data);
  if (problem) return { kind: 'app', ...problem };
  if (tokenErrors.has(error)) return { kind: 'token', error };
  if (unreachableErrors.has(error)) return { kind: 'unreachable', error };
  return { kind: 'refused', error };
}

function rateLimited(retryAfterSeconds: number): Failure {
  const retryAfterMs = Math.min(retryAfterSeconds * 1000, LONGEST_WAIT_MS);
  return { kind: 'rate_limited', retryAfterMs, error: 'Slack asked to slow down' };
}
