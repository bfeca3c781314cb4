import type { KnownBlock } from '@slack/types';
import { frameworks, type LeadCard } from '@headwater/contract';
import { plain } from './text.ts';

/** `BANT: Budget confirmed, Authority weak, …` on the card; nothing before anybody has qualified the lead. */
export function qualificationLine({ qualification }: Pick<LeadCard, 'qualification'>): KnownBlock[] {
  if (qualification === null) return [];
  const letters = qualification.letters.map(({ label, status }) => `${label} ${status}`);
  return [
    {
      type: 'section',
      text: plain(`${frameworks[qualification.framework].name}: ${letters.join(', ')}`, 500),
    },
  ];
}
