import type { LeadCard } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { whoIs } from './lead.ts';
import { escaped, link, mrkdwn, plain } from './text.ts';

/** What becomes of a card when another stands for the same lead: no buttons, and the way to the lead. */
export function replacedCardMessage({ lead, url }: LeadCard): SlackMessage {
  const words = 'Another card stands for this lead now.';
  return {
    text: `${escaped(whoIs(lead), 300)}: another card stands for this lead now.`,
    blocks: [
      { type: 'section', text: plain(whoIs(lead), 300) },
      { type: 'context', elements: [mrkdwn(`${words} ${link(url, 'Open the lead')}`)] },
    ],
  };
}
