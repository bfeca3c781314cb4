import type { WebClient } from '@slack/web-api';
import { within } from './context.ts';

/** People wait for the form they sent: an address that takes longer is done without. */
const ANSWER_WITHIN_MS = 700;

/** The e-mail addresses of people in Slack, each asked for once; null where Slack does not tell. */
export function createAddresses(slack: WebClient): (slackUser: string) => Promise<string | null> {
  const known = new Map<string, string>();

  return async (slackUser) => {
    const asked = known.has(slackUser) ? null : await within(ANSWER_WITHIN_MS, ask(slack, slackUser));
    if (asked !== null) known.set(slackUser, asked);
    return known.get(slackUser) ?? null;
  };
}

/** Without the scope for it, or while Slack is away, it is as if there were none. */
async function ask(slack: WebClient, slackUser: string): Promise<string | null> {
  const answer = await slack.users.info({ user: slackUser }).catch(() => null);
  return answer?.user?.profile?.email ?? null;
}
