import type { Lead } from '@headwater/contract';
import { person } from './text.ts';

/** Whether somebody still has to find out if there is anything to sell. */
export const isToQualify = ({ assignment, stage }: Lead): boolean =>
  assignment?.qualifyFirst === true && (stage === 'lead' || stage === 'mql');

/** What the routing rule asks for besides an owner and a deadline, in mrkdwn. */
export function routedLines(lead: Lead): string[] {
  const { watchers = [] } = lead.assignment ?? {};
  return [
    ...(isToQualify(lead) ? ['*To be qualified first*'] : []),
    ...(watchers.length > 0 ? [`Told as well: ${watchers.map(person).join(', ')}`] : []),
  ];
}
