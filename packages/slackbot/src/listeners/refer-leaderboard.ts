import type { RespondFn } from '@slack/bolt';
import { leaderboardMessage } from '../blocks/leaderboard.ts';
import type { ListenerContext } from './context.ts';

/** Answers privately with who referred this quarter, or in one such as `2026-q1` or `last`. */
export async function tellLeaderboard(
  { collector, log }: ListenerContext,
  { quarter, respond }: { quarter: string | undefined; respond: RespondFn },
): Promise<void> {
  if (quarter !== undefined && !/^(\d{4}-q[1-4]|last)$/.test(quarter)) {
    await respond({ response_type: 'ephemeral', text: 'Say a quarter such as `2026-Q1`, or `last`.' });
    return;
  }
  const message = await collector
    .referralReport(quarter?.replace('q', 'Q'))
    .then(leaderboardMessage, (error: unknown) => {
      log.error(error, 'the leaderboard is not known');
      return { text: 'Headwater cannot be reached at the moment. Please try again.' };
    });
  await respond({ response_type: 'ephemeral', ...message });
}
