import type { KnownBlock } from '@slack/types';
import { buyingRoleNames, type BuyingCentre, type Colleague, type LeadCard } from '@headwater/contract';
import { stageNames } from './lead.ts';
import { clip, link, mrkdwn, plain, utcDay } from './text.ts';

/** The other people of the account, each with stage and last act. Nothing where nobody else is known. */
export function buyingCentre({ people, more }: BuyingCentre): KnownBlock[] {
  if (people.length === 0) return [];
  const left = more > 0 ? [`and ${more} more`] : [];
  const lines = ['Others at the same company', ...people.map(colleagueInWords), ...left];
  return [{ type: 'section', text: plain(lines.join('\n')) }];
}

function colleagueInWords({ who, role, stage, lastAct }: Colleague): string {
  const known = role === 'unknown' ? '' : `, ${buyingRoleNames[role].toLowerCase()}`;
  const acted = lastAct ? `, ${utcDay(lastAct.at)}: ${clip(lastAct.text, 200)}` : '';
  return `• ${clip(who, 150)} (${stageNames[stage]}${known})${acted}`;
}

/** How they came here in a few lines, and where all of it stands. */
export function journey({ journey: { steps, more }, url }: LeadCard): KnownBlock[] {
  if (steps.length === 0) return [];
  const lines = steps.map(({ at, text }) => `• ${utcDay(at)}: ${clip(text, 300)}`);
  const all = link(url, more > 0 ? `The whole journey, ${more} more` : 'The whole journey');
  return [
    { type: 'section', text: plain(['Their journey', ...lines].join('\n')) },
    { type: 'context', elements: [mrkdwn(all)] },
  ];
}
