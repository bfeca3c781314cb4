import type { HistoryEntry, Lead, Source, Stage, Touch } from '@headwater/contract';

type Named = Pick<Lead, 'name' | 'email' | 'phone' | 'linkedin' | 'company'>;

/** The best name there is for a lead. */
export function whoIs({ name, email, phone, linkedin, company }: Named): string {
  return name || email || phone || linkedin || (company ? `Somebody of ${company}` : 'Somebody');
}

/** Source and medium: `linkedin / cpc`. Empty when neither is known; Direct has `(direct) / (none)`. */
export function originInWords({ source, medium }: Pick<Source, 'source' | 'medium'>): string {
  return [source, medium].filter((part) => part && !part.startsWith('(')).join(' / ');
}

export const stageNames: Record<Stage, string> = {
  lead: 'Lead',
  mql: 'Marketing qualified',
  sql: 'Sales qualified',
  opportunity: 'Opportunity',
  customer: 'Customer',
  disqualified: 'Disqualified',
  lost: 'Lost',
};

/** Who has the lead, or who should take it, or that it waits. */
export function ownerInWords({
  owner,
  assignment,
  stage,
}: Pick<Lead, 'owner' | 'assignment' | 'stage'>): string {
  if (owner !== null) return owner;
  if (stage === 'disqualified' || stage === 'lost') return 'nobody';
  return assignment?.owner ? `waiting for ${assignment.owner}` : 'waiting';
}

/** `+50`, `−10` with a real minus sign. */
export const signed = (points: number): string => (points < 0 ? `−${-points}` : `+${points}`);

const touchNames: Record<string, string> = { touch: 'Visit' };

/** `Visit`, `Trade show`. */
export function touchName({ kind }: Pick<Touch, 'kind'>): string {
  const words = kind.replaceAll('-', ' ');
  return touchNames[kind] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** One line of a lead's history, without its note. */
export function historyInWords({ kind, actor, to }: Pick<HistoryEntry, 'kind' | 'actor' | 'to'>): string {
  const by = actor === null ? '' : ` by ${actor}`;
  const toWhom = to === null ? '' : ` to ${to}`;
  switch (kind) {
    case 'assigned':
      return to === null ? 'Routed, free to claim' : `Assigned to ${to}${by}`;
    case 'claimed':
      return `Claimed${by}`;
    case 'reassigned':
      return `Reassigned${toWhom}${by}`;
    case 'reminded':
      return to === null ? 'Reminder sent' : `Reminder sent to ${to}`;
    case 'deadline_missed':
      return 'Deadline passed without a claim';
    case 'disqualified':
      return `Disqualified${by}`;
    case 'qualified':
      return `Qualified${by}`;
    case 'role_changed':
      return `Role changed${toWhom}${by}`;
    case 'stage_changed':
      return `Stage changed${toWhom}${by}`;
    case 'submitted_again':
      return 'Got in touch again';
    case 'escalated':
      return to === null ? 'Escalated to the channel' : `Escalated to ${to}`;
    case 'snoozed':
      return `Snoozed${to === null ? '' : ` until ${to.slice(0, 16).replace('T', ' ')} UTC`}${by}`;
    case 'snooze_over':
      return 'Snooze over';
    case 'follow_up':
      return `Follow-up${by}`;
    case 'follow_up_due':
      return to === null ? 'Next follow-up due' : `Next follow-up due for ${to}`;
    case 'revenue':
      return `Revenue entered${by}`;
    case 'unmerged':
      return `Parted${by} from the record of another person`;
    case 'merged':
      return 'Joined with another record of the same person';
  }
}

/** An address that may be linked: what visitors send can be any text, and `javascript:` is one. */
export function webAddress(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
