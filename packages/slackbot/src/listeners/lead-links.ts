import type { App } from '@slack/bolt';
import { WebAPIPlatformError, type ChatUnfurlArguments, type LinkUnfurls } from '@slack/web-api';
import type { LinkSharedEvent } from '@slack/types';
import { leadPreview } from '../blocks/lead-preview.ts';
import type { CollectorClient } from '../collector-client.ts';
import type { ListenerContext } from './context.ts';

/** Of a message full of links the first few are shown. */
const MOST_LINKS = 5;

/** Shows leads in short where somebody writes a link to one. The same event again shows the same. */
export function listenToLeadLinks(app: App, { collector, slack, log }: ListenerContext): void {
  app.event('link_shared', async ({ event }) => {
    const unfurls = await previews(collector, event).catch((error: unknown) => {
      log.warn(error, 'linked leads could not be read');
      return {};
    });
    if (Object.keys(unfurls).length === 0) return;
    await slack.chat.unfurl(placeOf(event, unfurls)).catch((error: unknown) => {
      if (!isGone(error)) throw error;
      log.debug('a message with a link was gone before the lead could be shown');
    });
  });
}

/** The message was deleted, or Slack shows nothing there. https://docs.slack.dev/reference/methods/chat.unfurl#errors */
const gone = new Set([
  'cannot_find_message',
  'message_not_found',
  'cannot_unfurl_message',
  'cannot_unfurl_url',
]);
const isGone = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && gone.has(error.data.error);

async function previews(collector: CollectorClient, event: LinkSharedEvent): Promise<LinkUnfurls> {
  const seenAt = new Date(Number(event.event_ts) * 1000).toISOString();
  const unfurls: LinkUnfurls = {};
  for (const { url } of event.links.slice(0, MOST_LINKS)) {
    const leadId = leadIn(url);
    const card = leadId === null ? null : await collector.card(leadId);
    if (card && isOurs(url, card.url)) unfurls[url] = { blocks: leadPreview(card, seenAt) };
  }
  return unfurls;
}

/** The lead that an address like `https://leads.example.com/#/leads/lead_1` names. */
function leadIn(url: string): string | null {
  const [, id = null] = /^#\/leads\/(\w{1,80})$/.exec(URL.parse(url)?.hash ?? '') ?? [];
  return id;
}

const isOurs = (url: string, own: string): boolean => URL.parse(url)?.host === URL.parse(own)?.host;

/** Slack asks by an id of its own while the message is still being written. */
function placeOf(event: LinkSharedEvent, unfurls: LinkUnfurls): ChatUnfurlArguments {
  const { source, unfurl_id: unfurlId, channel, message_ts: ts } = event;
  if ((source === 'composer' || source === 'conversations_history') && unfurlId) {
    return { source, unfurl_id: unfurlId, unfurls };
  }
  return { channel, ts, unfurls };
}
