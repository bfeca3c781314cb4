import type { KnownBlock } from '@slack/types';
import type { LeadCard } from '@headwater/contract';
import { leadCardMessage, type SlackMessage } from './card.ts';
import { sourceInWords, whoIs } from './lead.ts';
import { link, mrkdwn, plain } from './text.ts';

/** Tells somebody who is to hear of a lead, and has nothing to do about it. */
export function watcherMessage(card: LeadCard): SlackMessage {
  const { lead, url } = card;
  const because = lead.assignment?.because;
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(whoIs(lead), 150) },
    { type: 'section', text: plain(sourceInWords(lead.latestSource), 600) },
    { type: 'section', text: mrkdwn(link(url, 'Open the lead')) },
    ...(because ? [{ type: 'context' as const, elements: [plain(`Why: ${because}`, 1000)] }] : []),
  ];
  return { text: leadCardMessage(card).text, blocks };
}
