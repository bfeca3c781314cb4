import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { Decision } from '../collector-client.ts';
import { escaped, person } from '../blocks/text.ts';
import { AWAY, type ListenerContext } from './context.ts';
import { aboutPress, refreshPrivateCard } from './private-card.ts';
import { tellPrivately } from './tell-privately.ts';

/**
 * The Claim button on cards, digests and reminders. The collector decides who gets the lead; whoever was
 * slower is told who has it. A press that arrives twice is one decision by its event id.
 */
export function listenToClaim(app: App, context: ListenerContext): void {
  const { collector, log } = context;
  app.action<BlockAction<ButtonAction>>(/^claim/, async ({ ack, body, action, respond }) => {
    await ack();
    const owner = body.user.id;
    const eventId = `${owner}:${action.action_ts}:${action.action_id}`;
    const words = await collector.claim(action.value ?? '', { owner, by: owner, eventId }).then(
      (decision) => answerTo(decision, { owner, isCard: action.action_id === 'claim' }),
      (error: unknown) => {
        log.error(error, 'a claim was not decided');
        return AWAY;
      },
    );
    await refreshPrivateCard(context, aboutPress(body, action));
    if (words !== null) await tellPrivately(context, { body, respond }, words);
  });
}

/** Null on a card that was won: it is updated, which says enough. */
function answerTo(decision: Decision, { owner, isCard }: { owner: string; isCard: boolean }): string | null {
  if (decision.outcome === 'decided') return isCard ? null : 'The lead is yours.';
  if (decision.owner === null) return escaped(decision.detail, 500) || 'This lead cannot be claimed.';
  if (decision.owner === owner) return 'You already have this lead.';
  return `${person(decision.owner)} already has this lead.`;
}
