import type { BlockAction, RespondFn } from '@slack/bolt';
import type { ListenerContext } from './context.ts';

/**
 * Says something to whoever pressed a button, and to nobody else. Where Slack takes no message from the bot,
 * because there are too many at once or it is not in that channel, the press's own address is used.
 */
export async function tellPrivately(
  { slack, log }: ListenerContext,
  { body, respond }: { body: BlockAction; respond: RespondFn },
  text: string,
): Promise<void> {
  const channel = body.channel?.id;
  const isTold = channel
    ? await slack.chat.postEphemeral({ channel, user: body.user.id, text }).then(
        () => true,
        (error: unknown) => {
          log.warn(error, 'a private message takes the other way');
          return false;
        },
      )
    : false;
  if (!isTold) await respond({ response_type: 'ephemeral', replace_original: false, text });
}
