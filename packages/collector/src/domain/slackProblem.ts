/** Slack's codes for a token that it does not accept. https://docs.slack.dev/reference/methods/auth.test#errors */
const tokenErrors: Record<string, string> = {
  invalid_auth: 'is not one of Slack’s',
  not_authed: 'is missing',
  token_expired: 'has expired',
  token_revoked: 'was revoked',
  account_inactive: 'belongs to an app or workspace that is not there any more',
  not_allowed_token_type: 'is of the wrong kind',
};

/** Whether Slack takes nothing at all from the bot until somebody acts. */
export const isAboutToken = (error: string): boolean => error in tokenErrors;

/** Says what Slack refuses and what has to be done, without markup. */
export function slackProblemInWords({ error, about }: { error: string; about: string }): string {
  if (error === 'missing_scope')
    return `Slack refuses what the app may not do: the scope ${about} is missing. Add it under OAuth & Permissions in the app’s pages, then install the app again.`;
  const reason = tokenErrors[error];
  return reason === undefined
    ? `Slack refuses the app (${error}, ${about}). Look at the app’s pages, then install it again.`
    : `${about} ${reason} (${error}). Install the app again, copy the new token, and start the bot.`;
}
