import type { KnownBlock } from '@slack/types';
import type { Lead } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { sourceInWords, stageNames, whoIs } from './lead.ts';
import { clip, escaped, mrkdwn, person, plain, utcDay } from './text.ts';

/** How many leads a search shows. */
export const RESULTS_SHOWN = 10;

/** What a search found, each lead with a button that shows its card. */
export function searchMessage(words: string, found: readonly Lead[], hasMore: boolean): SlackMessage {
  const shown = found.slice(0, RESULTS_SHOWN);
  if (shown.length === 0) return nothingFound(words);
  const isMore = hasMore || found.length > shown.length;
  const count = shown.length === 1 ? '1 lead' : `${isMore ? 'The newest ' : ''}${shown.length} leads`;
  const blocks: KnownBlock[] = [
    { type: 'section', text: plain(`${count} for “${clip(words, 200)}”`) },
    ...shown.flatMap(result),
  ];
  if (isMore)
    blocks.push({ type: 'context', elements: [mrkdwn('There are more: one more word finds fewer.')] });
  return { text: `${count} for “${escaped(words, 200)}”.`, blocks };
}

/** Said when nobody is found; the words may have been mistyped. */
function nothingFound(words: string): SlackMessage {
  const hint = 'Part of a name, a company or an e-mail address is enough: `/lead search firma`';
  return {
    text: `No lead found for “${escaped(words, 200)}”. ${hint}`,
    blocks: [
      { type: 'section', text: plain(`No lead found for “${clip(words, 200)}”.`) },
      { type: 'context', elements: [mrkdwn(hint)] },
    ],
  };
}

function result(lead: Lead, index: number): KnownBlock[] {
  const lines = [
    clip(whoIs(lead), 200),
    ...(lead.name && lead.email ? [clip(lead.email, 200)] : []),
    `${stageNames[lead.stage]}, ${lead.temperature}, known since ${utcDay(lead.createdAt)}`,
    clip(sourceInWords(lead.originalSource), 200),
  ];
  const blocks: KnownBlock[] = [
    {
      type: 'section',
      block_id: `found-${index}`,
      text: plain(lines.join('\n'), 1000),
      accessory: {
        type: 'button',
        action_id: 'show_lead',
        value: lead.id,
        text: plain('Show', 75),
        accessibility_label: clip(`Show ${whoIs(lead)}`, 75),
      },
    },
  ];
  if (lead.owner) blocks.push({ type: 'context', elements: [mrkdwn(`Owner: ${person(lead.owner)}`)] });
  return blocks;
}

/** What `/lead` can do. */
export const leadUsage =
  '`/lead search WORDS` finds leads by name, company or part of an e-mail address; `/lead eva@firma.de` shows the card of one, to you alone.';
