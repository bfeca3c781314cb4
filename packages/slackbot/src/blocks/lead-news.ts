import type { Button, KnownBlock } from '@slack/types';
import type { Lead, LeadCard, LeadNews } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { claimButton, followUpButton, reassignButton, snoozeButton } from './lead-buttons.ts';
import { capital, isOpen, sourceInWords, whoIs } from './lead.ts';
import { dateToken, escaped, link, mrkdwn, person, plain } from './text.ts';

/** Tells one person, or the channel, what a lead needs now; says so when that is settled meanwhile. */
export function leadNewsMessage({ lead, url }: LeadCard, news: LeadNews): SlackMessage {
  const isSettled = !isOpen(lead) || (news.kind === 'escalated' && lead.owner !== null);
  const sentence = (who: string): string =>
    isSettled ? `${who} needs nothing from you any more.` : needed(who, news);
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(whoIs(lead), 150) },
    // the header names them: here a name would be formatted
    { type: 'section', text: mrkdwn(capital(sentence('this lead'))) },
    { type: 'section', text: plain([ways(lead), sourceInWords(lead.latestSource)].join('\n'), 1200) },
    { type: 'section', text: mrkdwn(link(url, 'Open the lead')) },
  ];
  const reason = news.kind === 'snooze_over' ? news.reason.trim() : '';
  if (reason) blocks.push({ type: 'context', elements: [plain(reason, 1000)] });
  if (!isSettled) blocks.push({ type: 'actions', block_id: 'decide', elements: buttons(lead, news) });
  return { text: sentence(escaped(whoIs(lead), 300)), blocks };
}

const ways = ({ email, phone, linkedin }: Lead): string =>
  [email, phone, linkedin].filter(Boolean).join(' · ') || 'No way to reach them is known';

function needed(who: string, news: LeadNews): string {
  switch (news.kind) {
    case 'escalated': {
      const asked = news.missedBy ? `, and ${person(news.missedBy)} was asked last` : '';
      return `Nobody has claimed ${who} since ${dateToken(news.since)}${asked}.`;
    }
    case 'snooze_over':
      return `It is time to look at ${who} again.`;
    case 'follow_up_due':
      return `${who}: attempt ${news.attempt} of ${news.attempts} to reach them is due.`;
  }
}

function buttons(lead: Lead, news: LeadNews): Button[] {
  if (news.kind === 'escalated') return [claimButton(lead, 'claim_escalation'), reassignButton(lead)];
  const first = lead.owner === null ? claimButton(lead, 'claim_snoozed') : followUpButton(lead);
  return [first, snoozeButton(lead), reassignButton(lead)];
}
