import type { KnownBlock } from '@slack/types';
import type { LeadCard } from '@headwater/contract';
import { sourceInWords, stageNames, whoIs } from './lead.ts';
import { clip, dateToken, mrkdwn, person, plain } from './text.ts';

/**
 * A lead in short, under a message that links to it. Whoever reads the channel sees it, so it tells no
 * address, no number and no message of the person. `seenAt` is an RFC 3339 time.
 */
export function leadPreview({ lead, buyingCentre }: LeadCard, seenAt: string): KnownBlock[] {
  const others = buyingCentre.people.length + buyingCentre.more;
  const lines = [
    `${stageNames[lead.stage]}, ${lead.temperature}, score ${lead.score}`,
    clip(sourceInWords(lead.originalSource), 300),
    ...(others > 0 ? [`${others} ${others === 1 ? 'other' : 'others'} at the same company`] : []),
  ];
  const owner = lead.owner ? `Owner: ${person(lead.owner)}` : 'Nobody has it';
  return [
    { type: 'section', text: plain(namelessAddress(lead), 300) },
    { type: 'section', text: plain(lines.join('\n'), 1000) },
    { type: 'context', elements: [mrkdwn(`${owner}. As of ${dateToken(seenAt)}`)] },
  ];
}

function namelessAddress({ name, company }: LeadCard['lead']): string {
  return whoIs({ name, company, email: null, phone: null, linkedin: null });
}
