import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { expect, it } from 'vitest';
import { failureOf } from './failure.ts';

const answered = (error: string, retryAfter?: number, needed?: string) =>
  new WebAPIPlatformError({
    ok: false,
    error,
    ...(needed === undefined ? {} : { needed }),
    response_metadata: retryAfter === undefined ? {} : { retryAfter },
  });

it.each([
  ['429', new WebAPIRateLimitedError(3), { kind: 'rate_limited', retryAfterMs: 3000 }],
  [
    '429 that asks for ten minutes',
    new WebAPIRateLimitedError(600),
    { kind: 'rate_limited', retryAfterMs: 30_000 },
  ],
  ['ratelimited in the body', answered('ratelimited', 2), { kind: 'rate_limited', retryAfterMs: 2000 }],
  ['ratelimited without a time', answered('ratelimited'), { kind: 'rate_limited', retryAfterMs: 1000 }],
  ['a broken connection', new WebAPIRequestError(new Error('reset')), { kind: 'away' }],
  ['500', new WebAPIHTTPError(500, '', {}), { kind: 'away' }],
  ['404', new WebAPIHTTPError(404, '', {}), { kind: 'refused' }],
  ['an internal error of Slack', answered('internal_error'), { kind: 'away' }],
  ['an archived channel', answered('is_archived'), { kind: 'unreachable', error: 'is_archived' }],
  ['a person who left', answered('user_disabled'), { kind: 'unreachable', error: 'user_disabled' }],
  ['a token that was revoked', answered('token_revoked'), { kind: 'token', error: 'token_revoked' }],
  [
    'a scope that is missing',
    answered('missing_scope', undefined, 'im:write'),
    { kind: 'app', error: 'missing_scope', about: 'im:write' },
  ],
  ['a scope that is missing, unnamed', answered('missing_scope'), { kind: 'app', about: 'unknown' }],
  [
    'a token of the wrong kind',
    answered('not_allowed_token_type'),
    { kind: 'app', about: 'SLACK_BOT_TOKEN' },
  ],
  ['a message that Slack does not like', answered('invalid_blocks'), { kind: 'refused' }],
  ['a message that was deleted', answered('message_not_found'), { kind: 'gone' }],
  ['anything else', new Error('odd'), { kind: 'away', error: 'odd' }],
])('%s', (_, thrown, expected) => {
  expect(failureOf(thrown)).toMatchObject(expected);
});
