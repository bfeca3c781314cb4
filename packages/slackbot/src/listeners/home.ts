import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { daysOf } from '../blocks/home-settings.ts';
import { escaped, person } from '../blocks/text.ts';
import type { Changed } from '../collector-home.ts';
import type { Decision } from '../collector-client.ts';
import { AWAY, type ListenerContext } from './context.ts';
import { listenToHomeSettings } from './home-settings.ts';
import { createPublishHome } from './publish-home.ts';

type Press = BlockAction<ButtonAction>;

/** The app's Home: shown when it is opened, and anew after everything that is done in it. */
export function listenToHome(app: App, context: ListenerContext): void {
  const { collector, log } = context;
  const publishHome = createPublishHome(context);
  listenToHomeSettings(app, context, publishHome);

  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    await publishHome({
      slackUser: event.user,
      hash: hashOf(event.view),
      isFirst: event.view === undefined,
    });
  });

  app.action<Press>('home_refresh', async ({ ack, body }) => {
    await ack();
    await publishHome({ slackUser: body.user.id, hash: body.view?.hash });
  });

  // a button with an address opens it by itself, and wants to be acknowledged all the same
  app.action<Press>('home_open', async ({ ack }) => ack());

  app.action<Press>('home_claim', async ({ ack, body, action }) => {
    await ack();
    const owner = body.user.id;
    const eventId = `${owner}:${action.action_ts}:${action.action_id}`;
    const claimed = collector.claim(action.value ?? '', { owner, by: owner, eventId });
    const notice = await claimed.then((decision) => claimNotice(decision, owner), away(log));
    await publishHome({ slackUser: owner, hash: body.view?.hash, notice });
  });

  app.action<Press>('home_back', async ({ ack, body, action }) => {
    await ack();
    const slackUser = body.user.id;
    const removed = collector.removeAbsence(slackUser, daysOf(action.value ?? ''), slackUser);
    const notice = await removed.then(changeNotice, away(log));
    await publishHome({ slackUser, hash: body.view?.hash, notice });
  });
}

/** Slack sends it; the SDK's type of the event leaves it out. */
const hashOf = (view: { type: string; hash?: string } | undefined): string | undefined => view?.hash;

/** Undefined where the Home itself says enough. */
function claimNotice(decision: Decision, owner: string): string | undefined {
  if (decision.outcome === 'decided' || decision.owner === owner) return undefined;
  if (decision.owner === null) return escaped(decision.detail, 500) || 'This lead cannot be claimed.';
  return `${person(decision.owner)} already has this lead.`;
}

function changeNotice(changed: Changed): string | undefined {
  if (changed.outcome === 'changed') return undefined;
  return escaped(changed.errors.map(({ message }) => message).join('\n'), 500);
}

function away(log: ListenerContext['log']): (error: unknown) => string {
  return (error) => {
    log.error(error, 'what was done in a Home had no effect');
    return AWAY;
  };
}
