import type { KnownBlock } from '@slack/types';
import type { LeadCard } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { claimButton } from './lead-buttons.ts';
import { isOpen, sourceInWords, whoIs } from './lead.ts';
import { isToQualify } from './routed.ts';
import { clip, mrkdwn, person, plain } from './text.ts';
import { waitingFor } from './waiting.ts';

/** A message has at most 50 blocks; five are for what stands around the leads. */
const DIGEST_LEADS = 45;

/** One message for many leads, each with its Claim button while nobody has it. */
export function digestMessage(leads: readonly LeadCard[]): SlackMessage {
  const shown = leads.slice(0, DIGEST_LEADS);
  const heading = headingOf(leads);
  const blocks: KnownBlock[] = [{ type: 'header', text: plain(heading, 150) }, ...shown.map(entry)];
  const left = leads.length - shown.length;
  if (left > 0) blocks.push({ type: 'context', elements: [mrkdwn(`and ${left} more`)] });
  return { text: `${heading}.`, blocks };
}

function headingOf(leads: readonly LeadCard[]): string {
  const waiting = leads.filter(isFree).length;
  if (waiting === 0) return leads.length === 1 ? 'The lead has its person' : 'Every lead has its person';
  return waiting === 1 ? '1 lead is waiting to be claimed' : `${waiting} leads are waiting to be claimed`;
}

const isFree = ({ lead }: LeadCard): boolean => isOpen(lead) && !lead.owner;

function entry(card: LeadCard, index: number): KnownBlock {
  const { lead } = card;
  const newest = card.activity.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))[0];
  const lines = [
    clip(whoIs(lead), 150),
    clip(`Score ${lead.score} · ${sourceInWords(lead.latestSource)}`, 200),
    ...(newest ? [clip(newest.text, 150)] : []),
    ...(isToQualify(lead) ? ['To be qualified first'] : []),
    ...(isFree(card) ? waitingFor(card) : []),
  ];
  return {
    type: 'section',
    block_id: `lead-${index}`,
    text: plain(lines.join('\n'), 600),
    ...(isFree(card)
      ? { accessory: claimButton(lead, 'claim_digest') }
      : { fields: [mrkdwn(whatBecame(card))] }),
  };
}

function whatBecame({ lead }: LeadCard): string {
  if (!isOpen(lead)) return lead.stage === 'lost' ? 'Lost' : 'Disqualified';
  return lead.owner ? `With ${person(lead.owner)}` : 'Free to claim';
}
