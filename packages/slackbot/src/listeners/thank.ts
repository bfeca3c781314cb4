import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { AWAY, type ListenerContext } from './context.ts';

const words = {
  thanked: 'Your thanks are on their way.',
  repeated: 'You have said thank you already.',
  own: 'This referral is yours: the others thank you.',
};

/** The button under a won referral: each colleague can thank once, and whoever referred hears who it was. */
export function listenToThank(app: App, { collector, slack, log }: ListenerContext): void {
  app.action<BlockAction<ButtonAction>>('thank_referrer', async ({ ack, body, action }) => {
    await ack();
    const by = body.user.id;
    const text = await collector.thankFor(action.value ?? '', by).then(
      (outcome) => words[outcome],
      (error: unknown) => {
        log.error(error, 'thanks were not taken');
        return AWAY;
      },
    );
    if (body.channel) await slack.chat.postEphemeral({ channel: body.channel.id, user: by, text });
  });
}
