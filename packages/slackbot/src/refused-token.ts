import { WebAPIPlatformError } from '@slack/web-api';

/** What Slack answers to a token it does not accept. */
export const tokenErrors: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
]);

/** A token that Slack does not accept; `message` is one line that names the setting. */
export class RefusedToken extends Error {
  override readonly name = 'RefusedToken';
  readonly setting: string;
  /** Slack's code. */
  readonly error: string;

  constructor(setting: string, error: string) {
    super(`${setting} is refused by Slack (${error})`);
    this.setting = setting;
    this.error = error;
  }
}

/** What a failed call says about the token it carried; null where it says nothing. */
export function refusedToken(setting: string, thrown: unknown): RefusedToken | null {
  if (!(thrown instanceof WebAPIPlatformError) || !tokenErrors.has(thrown.data.error)) return null;
  return new RefusedToken(setting, thrown.data.error);
}
