import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { escaped } from '../blocks/text.ts';
import { AWAY, type ListenerContext } from './context.ts';

/** The approver's buttons under a held referral. The collector decides once; the message is redrawn by it. */
export function listenToReview(app: App, context: ListenerContext): void {
  for (const what of ['release', 'reject'] as const) {
    app.action<BlockAction<ButtonAction>>(`review_${what}`, async ({ ack, body, action }) => {
      await ack();
      await decide(context, what, { body, referralId: action.value ?? '' });
    });
  }
}

async function decide(
  { collector, slack, log }: ListenerContext,
  what: 'release' | 'reject',
  { body, referralId }: { body: BlockAction<ButtonAction>; referralId: string },
): Promise<void> {
  const by = body.user.id;
  const text = await collector.decideOnReview(referralId, what, by).then(
    (made) => (made.outcome === 'decided' ? null : `Nothing was changed: ${escaped(made.detail, 500)}.`),
    (error: unknown) => {
      log.error(error, 'a held referral was not decided on');
      return AWAY;
    },
  );
  // where it was decided the message says enough
  if (text === null || !body.channel) return;
  await slack.chat.postEphemeral({ channel: body.channel.id, user: by, text });
}
