import type { Lead, Source, Stage } from '@headwater/contract';

/** Whom a lead is about, in a few words: `Eva Beispiel of Firma GmbH`. Not escaped. */
export function whoIs(lead: Pick<Lead, 'name' | 'email' | 'phone' | 'linkedin' | 'company'>): string {
  const name = lead.name || lead.email || lead.phone || lead.linkedin;
  if (name && lead.company) return `${name} of ${lead.company}`;
  return name || (lead.company ? `Somebody of ${lead.company}` : 'Somebody');
}

/** The stages as people call them. */
export const stageNames: Record<Stage, string> = {
  lead: 'Lead',
  mql: 'MQL',
  sql: 'SQL',
  opportunity: 'Opportunity',
  customer: 'Customer',
  disqualified: 'Disqualified',
  lost: 'Lost',
};

/** `Paid Social: linkedin / paid_social, campaign q1`. Not escaped. */
export function sourceInWords({ channel, source, medium, campaign, content }: Source): string {
  const origin = [source, medium].filter(Boolean).join(' / ');
  const details = [
    origin,
    campaign ? `campaign ${campaign}` : '',
    content ? `content ${content}` : '',
  ].filter(Boolean);
  return details.length > 0 ? `${channel}: ${details.join(', ')}` : channel;
}

/** True while somebody may still act on the lead. */
export function isOpen({ stage }: Pick<Lead, 'stage'>): boolean {
  return stage !== 'disqualified' && stage !== 'lost';
}

export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
