import type { KnownBlock } from '@slack/types';
import type { LeadCard } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { claimButton } from './lead-buttons.ts';
import { isOpen, sourceInWords, whoIs } from './lead.ts';
import { isToQualify } from './routed.ts';
import { clip, mrkdwn, plain } from './text.ts';

/** A message has at most 50 blocks; five are for what stands around the leads. */
const DIGEST_LEADS = 45;

/** One message for many leads, each with its Claim button while nobody has it. */
export function digestMessage(leads: readonly LeadCard[]): SlackMessage {
  const shown = leads.slice(0, DIGEST_LEADS);
  const count = leads.length === 1 ? '1 lead is' : `${leads.length} leads are`;
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(`${count} waiting to be claimed`, 150) },
    ...shown.map(entry),
  ];
  const left = leads.length - shown.length;
  if (left > 0) blocks.push({ type: 'context', elements: [mrkdwn(`and ${left} more`)] });
  return { text: `${count} waiting to be claimed.`, blocks };
}

function entry({ lead, activity }: LeadCard, index: number): KnownBlock {
  const newest = activity.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))[0];
  const lines = [
    clip(whoIs(lead), 150),
    clip(`Score ${lead.score} · ${sourceInWords(lead.latestSource)}`, 200),
    ...(newest ? [clip(newest.text, 150)] : []),
    ...(isToQualify(lead) ? ['To be qualified first'] : []),
  ];
  const isFree = isOpen(lead) && !lead.owner;
  return {
    type: 'section',
    block_id: `lead-${index}`,
    text: plain(lines.join('\n'), 600),
    ...(isFree ? { accessory: claimButton(lead, 'claim_digest') } : {}),
  };
}
