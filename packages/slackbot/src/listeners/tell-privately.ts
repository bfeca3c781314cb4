import type { BlockAction, RespondFn } from '@slack/bolt';
import type { ListenerContext } from './context.ts';

/**
 * Says something to whoever pressed a button, and to nobody else: at the press's own address, which counts towards
 * no limit of the app, so that hundreds may press in one second. Where that takes nothing any more, because it was
 * used five times or half an hour is over, the bot writes it in the channel. Throws where neither takes it.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export async function tellPrivately(
  { slack, log }: Pick<ListenerContext, 'slack' | 'log'>,
  { body, respond }: { body: BlockAction; respond: RespondFn },
  text: string,
): Promise<void> {
  try {
    await respond({ response_type: 'ephemeral', replace_original: false, text });
  } catch (error) {
    const channel = body.channel?.id;
    if (!channel) throw error;
    log.warn(
      { reason: error instanceof Error ? error.message : 'unknown' },
      'a private message takes the other way',
    );
    await slack.chat.postEphemeral({ channel, user: body.user.id, text });
  }
}
