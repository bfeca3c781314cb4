import type { App } from '@slack/bolt';
import type { ListenerContext } from './context.ts';
import { openReferral } from './refer-open.ts';
import { tellLeaderboard } from './refer-leaderboard.ts';
import { tellStatus } from './refer-status.ts';

/** `/refer` opens the form, `/refer status` lists one's own referrals, `/refer leaderboard` everybody's quarter. */
export function listenToReferCommand(app: App, context: ListenerContext): void {
  app.command('/refer', async ({ ack, command, respond }) => {
    await ack();
    const word = command.text.trim().toLowerCase();
    if (word === 'status') return tellStatus(context, { slackUser: command.user_id, respond });
    const board = /^leaderboard(?:\s+(\S+))?$/.exec(word);
    if (board) return tellLeaderboard(context, { quarter: board[1], respond });
    const slackUser = command.user_id;
    return openReferral(context, { triggerId: command.trigger_id, slackUser, via: 'command' });
  });
}
