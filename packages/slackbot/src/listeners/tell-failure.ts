import type { App, RespondFn } from '@slack/bolt';
import type { ListenerContext } from './context.ts';

const FAILED =
  'That did not work: Slack did not take the answer. Please look whether it was done, and try again if not.';

/** What is read of anything that somebody does in Slack: commands name the person in a field of their own. */
type Doing = { type?: string; user?: { id?: string }; user_id?: string };

/**
 * Nobody presses, sends or asks in vain: whoever did what a listener fails at is told, at the address of what they
 * pressed, else in a direct message. What arrives again was told of before, and nobody waits for events. The failure
 * goes on to the log.
 */
export function tellFailures(app: App, context: ListenerContext): void {
  app.use(async (args) => {
    try {
      await args.next();
    } catch (error) {
      const { type, user, user_id: slackUser = user?.id } = args.body as Doing;
      const isFirst = !args.context.retryNum;
      const { respond } = args as { respond?: RespondFn };
      if (isFirst && type !== 'event_callback' && slackUser) await tell(context, slackUser, respond);
      throw error;
    }
  });
}

/** Never rejects: where Slack takes nothing at all, nobody can be told. */
async function tell(
  { slack, log }: ListenerContext,
  slackUser: string,
  respond: RespondFn | undefined,
): Promise<void> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not a window's
  const inPerson = (): Promise<unknown> => slack.chat.postMessage({ channel: slackUser, text: FAILED });
  const told = respond
    ? respond({ response_type: 'ephemeral', replace_original: false, text: FAILED }).catch(inPerson)
    : inPerson();
  await told.catch((error: unknown) => log.warn(error, 'nobody could be told of a failure'));
}
