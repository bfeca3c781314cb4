import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { escaped } from '../blocks/text.ts';
import { AWAY, type ListenerContext } from './context.ts';
import { tellPrivately } from './tell-privately.ts';

/** The approver's buttons under a held referral. The collector decides once; the message is redrawn by it. */
export function listenToReview(app: App, context: ListenerContext): void {
  for (const what of ['release', 'reject'] as const) {
    app.action<BlockAction<ButtonAction>>(`review_${what}`, async ({ ack, body, action, respond }) => {
      await ack();
      const words = await decide(context, what, { by: body.user.id, referralId: action.value ?? '' });
      if (words !== null) await tellPrivately(context, { body, respond }, words);
    });
  }
}

/** Null where it was decided: the message says enough. */
function decide(
  { collector, log }: ListenerContext,
  what: 'release' | 'reject',
  { by, referralId }: { by: string; referralId: string },
): Promise<string | null> {
  return collector.decideOnReview(referralId, what, by).then(
    (made) => (made.outcome === 'decided' ? null : `Nothing was changed: ${escaped(made.detail, 500)}.`),
    (error: unknown) => {
      log.error(error, 'a held referral was not decided on');
      return AWAY;
    },
  );
}
