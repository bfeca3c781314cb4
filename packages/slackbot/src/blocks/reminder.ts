import type { KnownBlock } from '@slack/types';
import type { LeadCard } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { claimButton } from './lead-buttons.ts';
import { isOpen, sourceInWords, whoIs } from './lead.ts';
import { dateToken, escaped, link, mrkdwn, plain } from './text.ts';

/** Tells the person a lead was meant for that its deadline is near; says so when it is settled meanwhile. */
export function reminderMessage({ lead, url }: LeadCard): SlackMessage {
  const who = escaped(whoIs(lead), 300);
  const isWaiting = isOpen(lead) && !lead.owner;
  const deadline = lead.assignment?.deadline;
  const until = isWaiting && deadline ? `Claim by ${dateToken(deadline)}. ` : '';
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(whoIs(lead), 150) },
    { type: 'section', text: plain(sourceInWords(lead.latestSource), 600) },
    { type: 'section', text: mrkdwn(`${until}${link(url, 'Open the lead')}`) },
  ];
  if (isWaiting) {
    blocks.push({ type: 'actions', block_id: 'decide', elements: [claimButton(lead, 'claim_reminder')] });
  }
  const text = isWaiting ? `${who} is still waiting for you.` : `${who} needs nothing from you any more.`;
  return { text, blocks };
}
