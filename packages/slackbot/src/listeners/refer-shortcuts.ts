import type { App } from '@slack/bolt';
import type { ListenerContext } from './context.ts';
import { openReferral } from './refer-open.ts';

/** The shortcuts that open the referral form: from anywhere, and from a message. */
export function listenToReferShortcuts(app: App, context: ListenerContext): void {
  app.shortcut('refer', async ({ ack, shortcut }) => {
    await ack();
    await openReferral(context, { triggerId: shortcut.trigger_id, via: 'global_shortcut' });
  });
  app.shortcut('refer_from_message', async ({ ack, shortcut }) => {
    await ack();
    await openReferral(context, { triggerId: shortcut.trigger_id, via: 'message_shortcut' });
  });
}
