import type { WeeklySummary } from '@headwater/contract';
import { medianMinutes } from './responses.ts';

/** A lead of the week; `claim` is the first one, with the working time since the alert; `missedAt` the first deadline that passed. */
export type WeekLead = {
  channel: string;
  source: string;
  claim: { at: number; workingMs: number } | null;
  missedAt: number | null;
  /** Who referred it in this week. */
  referrers: readonly string[];
};

const MOST_SOURCES = 5;
const MOST_REFERRERS = 5;

/** The week of each channel that had leads. */
export function weeklySummaries(
  leads: readonly WeekLead[],
  days: Pick<WeeklySummary, 'from' | 'until'>,
): Map<string, WeeklySummary> {
  const byChannel = Map.groupBy(leads, ({ channel }) => channel);
  return new Map([...byChannel].map(([channel, own]) => [channel, { ...days, ...summaryOf(own) }]));
}

function summaryOf(leads: readonly WeekLead[]): Omit<WeeklySummary, 'from' | 'until'> {
  const claims = leads.flatMap(({ claim, missedAt }) => (claim ? [{ ...claim, missedAt }] : []));
  return {
    leads: leads.length,
    claimed: claims.length,
    inTime: claims.filter(({ at, missedAt }) => missedAt === null || missedAt > at).length,
    medianMinutes: medianMinutes(claims.map(({ workingMs }) => workingMs)),
    sources: mostOf(
      leads.map(({ source }) => source),
      MOST_SOURCES,
    ).map(([source, count]) => ({ source, leads: count })),
    referrers: mostOf(
      leads.flatMap(({ referrers }) => referrers),
      MOST_REFERRERS,
    ).map(([referrer, count]) => ({ referrer, leads: count })),
  };
}

/** The words that occur most, with how often. */
function mostOf(words: readonly string[], most: number): [string, number][] {
  const counts = [...Map.groupBy(words, (word) => word)].map(([word, all]): [string, number] => [
    word,
    all.length,
  ]);
  return counts
    .toSorted(([one, count], [other, rival]) => rival - count || one.localeCompare(other))
    .slice(0, most);
}
