import type { Lead, Status } from '@headwater/contract';
import { whoIs } from './lead-words.ts';

const SLACK_SILENT_MS = 60_000;
const WAITING_PACE_MS = 2_000;
const CALM_PACE_MS = 10_000;
const LEAD_PACE_MS = 5_000;

/** A bot asks for work all the time; one that has not for a minute is gone. */
export function slackState(lastSeenAt: string | null, nowMs: number): 'connected' | 'silent' | 'never' {
  if (lastSeenAt === null) return 'never';
  return nowMs - Date.parse(lastSeenAt) <= SLACK_SILENT_MS ? 'connected' : 'silent';
}

/** How long to wait before asking again: somebody who has just pasted the tag is looking. */
export function statusPaceMs(status: Pick<Status, 'sites'> | null): number {
  const isWaiting = status?.sites.some((site) => site.firstHitAt === null) ?? true;
  return isWaiting ? WAITING_PACE_MS : CALM_PACE_MS;
}

/** A hot lead is worth a look sooner than the state of things. */
export const leadPaceMs = (): number => LEAD_PACE_MS;

type Sites = Pick<Status, 'sites'>;

/** First hits since the status before, in sentences for those who listen. */
export function newHits(before: Sites | null, after: Sites | null): string[] {
  const waiting = new Set(before?.sites.filter((site) => site.firstHitAt === null).map((site) => site.key));
  return (after?.sites ?? [])
    .filter((site) => site.firstHitAt !== null && waiting.has(site.key))
    .map((site) => `First hit received for ${site.name}.`);
}

/** Leads that are newer than all of the list before, in sentences. */
export function newLeads(before: readonly Lead[] | null, after: readonly Lead[] | null): string[] {
  if (before === null || after === null) return [];
  const newest = before[0]?.createdAt ?? '';
  return after
    .filter((lead) => lead.createdAt > newest)
    .map((lead) => `New ${lead.temperature} lead: ${whoIs(lead)}.`);
}
