import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { leadCardMessage, type SlackMessage } from '../blocks/card.ts';
import { leadUsage, RESULTS_SHOWN, searchMessage } from '../blocks/lead-search.ts';
import { clip } from '../blocks/text.ts';
import type { CollectorClient } from '../collector-client.ts';
import type { ListenerContext } from './context.ts';

const AWAY = { text: 'Headwater cannot be reached at the moment. Please try again.' };
const GONE = { text: 'This lead is not there any more.' };

/** `/lead search WORDS` and `/lead EMAIL`, answered to whoever asked and to nobody else. */
export function listenToLeadCommand(app: App, { collector, log }: ListenerContext): void {
  const away = (error: unknown): { text: string } => {
    log.error(error, 'a lead could not be looked up');
    return AWAY;
  };

  app.command('/lead', async ({ ack, command, respond }) => {
    await ack();
    const message = await answerTo(collector, command.text).catch(away);
    await respond({ response_type: 'ephemeral', ...message });
  });

  app.action<BlockAction<ButtonAction>>('show_lead', async ({ ack, action, respond }) => {
    await ack();
    const message = await collector
      .card(action.value ?? '')
      .then((card) => (card ? leadCardMessage(card) : GONE))
      .catch(away);
    await respond({ response_type: 'ephemeral', replace_original: false, ...message });
  });

  // a link button opens its address by itself, and Slack still waits for an answer
  app.action('open_lead', async ({ ack }) => ack());
}

async function answerTo(collector: CollectorClient, text: string): Promise<SlackMessage | { text: string }> {
  const asked = text.trim();
  const [, words] = /^search(?:\s+(.*))?$/is.exec(asked) ?? [];
  if (asked === '' || asked.toLowerCase() === 'help' || /^search$/i.test(asked)) return { text: leadUsage };
  const email = addressIn(asked);
  return email === null ? search(collector, words ?? asked) : showByAddress(collector, email);
}

/** An address alone, as typed or as Slack writes links to it. */
function addressIn(text: string): string | null {
  const [, address = null] =
    /^(?:<mailto:)?([^\s@<>|]+@[^\s@<>|]+\.[^\s@<>|]+)(?:\|[^>]*>|>)?$/.exec(text) ?? [];
  return address;
}

async function search(collector: CollectorClient, words: string): Promise<SlackMessage> {
  const { leads, hasMore } = await collector.search({ q: clip(words, 200) }, RESULTS_SHOWN);
  return searchMessage(words, leads, hasMore);
}

async function showByAddress(
  collector: CollectorClient,
  email: string,
): Promise<SlackMessage | { text: string }> {
  const { leads } = await collector.search({ email: email.slice(0, 254) }, 1);
  const [lead] = leads;
  if (!lead) return searchMessage(email, [], false);
  const card = await collector.card(lead.id);
  return card ? leadCardMessage(card) : GONE;
}
