import { WebAPIPlatformError } from '@slack/web-api';

/** What Slack refuses the app: its code, and the scope that is missing or the token that is of the wrong kind. */
export type AppProblem = { error: string; about: string };

/** What a refusal says about the app; null where it says nothing. `needed` are the scopes that Slack names. */
export function appProblem({ error, needed }: { error: string; needed?: unknown }): AppProblem | null {
  if (error === 'missing_scope') {
    return { error, about: typeof needed === 'string' && needed ? needed.slice(0, 80) : 'unknown' };
  }
  return error === 'not_allowed_token_type' ? { error, about: 'SLACK_BOT_TOKEN' } : null;
}

/** {@link appProblem} of what a listener threw; Bolt wraps it. */
export function appProblemIn(thrown: unknown): AppProblem | null {
  const { original = thrown } = (thrown ?? {}) as { original?: unknown };
  if (!(original instanceof WebAPIPlatformError)) return null;
  return appProblem(original.data);
}
