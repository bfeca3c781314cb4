import type { App, BlockAction, MessageShortcut } from '@slack/bolt';
import { personIn, shownText } from '../message-person.ts';
import type { ListenerContext } from './context.ts';
import { openReferral } from './refer-open.ts';

/** What opens the referral form beside the command: shortcuts from anywhere and from a message, and a button. */
export function listenToReferShortcuts(app: App, context: ListenerContext): void {
  app.shortcut('refer', async ({ ack, shortcut }) => {
    await ack();
    await openReferral(context, {
      triggerId: shortcut.trigger_id,
      slackUser: shortcut.user.id,
      via: 'global_shortcut',
    });
  });
  app.shortcut<MessageShortcut>('refer_from_message', async ({ ack, shortcut }) => {
    await ack();
    await openReferral(context, {
      triggerId: shortcut.trigger_id,
      slackUser: shortcut.user.id,
      via: 'message_shortcut',
      found: personIn(shownText(shortcut.message)),
    });
  });
  app.action<BlockAction>('refer_open', async ({ ack, body }) => {
    await ack();
    await openReferral(context, {
      triggerId: body.trigger_id,
      slackUser: body.user.id,
      via: 'global_shortcut',
    });
  });
}
