import type { RespondFn } from '@slack/bolt';
import { referralStatusMessage } from '../blocks/referral-status.ts';
import type { ListenerContext } from './context.ts';

/** Answers privately with one's own referrals and where each stands. */
export async function tellStatus(
  { collector, log }: ListenerContext,
  { slackUser, respond }: { slackUser: string; respond: RespondFn },
): Promise<void> {
  const message = await collector.referralsOf(slackUser).then(referralStatusMessage, (error: unknown) => {
    log.error(error, 'the referrals are not known');
    return { text: 'Headwater cannot be reached at the moment. Please try again.' };
  });
  await respond({ response_type: 'ephemeral', ...message });
}
