import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { AWAY, type ListenerContext } from './context.ts';
import { tellPrivately } from './tell-privately.ts';

const words = {
  thanked: 'Your thanks are on their way.',
  repeated: 'You have said thank you already.',
  own: 'This referral is yours: the others thank you.',
};

/** The button under a won referral: each colleague can thank once, and whoever referred hears who it was. */
export function listenToThank(app: App, context: ListenerContext): void {
  const { collector, log } = context;
  app.action<BlockAction<ButtonAction>>('thank_referrer', async ({ ack, body, action, respond }) => {
    await ack();
    const by = body.user.id;
    const text = await collector.thankFor(action.value ?? '', by).then(
      (outcome) => words[outcome],
      (error: unknown) => {
        log.error(error, 'thanks were not taken');
        return AWAY;
      },
    );
    await tellPrivately(context, { body, respond }, text);
  });
}
