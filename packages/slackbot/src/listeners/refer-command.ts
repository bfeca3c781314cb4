import type { App } from '@slack/bolt';
import type { ListenerContext } from './context.ts';
import { openReferral } from './refer-open.ts';
import { tellStatus } from './refer-status.ts';

/** `/refer` opens the form, `/refer status` lists one's own referrals. */
export function listenToReferCommand(app: App, context: ListenerContext): void {
  app.command('/refer', async ({ ack, command, respond }) => {
    await ack();
    if (command.text.trim().toLowerCase() === 'status') {
      return tellStatus(context, { slackUser: command.user_id, respond });
    }
    return openReferral(context, { triggerId: command.trigger_id, via: 'command' });
  });
}
