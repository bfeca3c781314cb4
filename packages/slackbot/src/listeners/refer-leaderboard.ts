import type { RespondFn } from '@slack/bolt';
import { leaderboardMessage } from '../blocks/leaderboard.ts';
import type { ListenerContext } from './context.ts';

/** Answers privately with who referred this quarter. */
export async function tellLeaderboard(
  { collector, log }: ListenerContext,
  respond: RespondFn,
): Promise<void> {
  const message = await collector.referralReport().then(leaderboardMessage, (error: unknown) => {
    log.error(error, 'the leaderboard is not known');
    return { text: 'Headwater cannot be reached at the moment. Please try again.' };
  });
  await respond({ response_type: 'ephemeral', ...message });
}
