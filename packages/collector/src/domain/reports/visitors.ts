import type { ReportFilter } from '@headwater/contract';
import { UNKNOWN, type Journeys } from './journeys.ts';
import { passes, sourcesIn, unknownKey } from './scope.ts';

/** Visitors that are no lead, and went the same way on the same site. */
export type VisitorPath = {
  /** A place in `names`. */
  site: number;
  /** Places in `sources`, in the order of the touches. */
  sources: readonly number[];
  /** The day of the last touch, from 1970 on, in UTC. */
  day: number;
  visitors: number;
};

/** Visitors that are no lead, and came first on the same day, to the same site, from the same source. */
export type Arrival = {
  site: number;
  source: number;
  day: number;
  visitors: number;
  /** Those of them who came back or read. */
  interested: number;
  touches: number;
};

/** What is known of people who are no lead: how many of them, and no more of each. */
export type Visitors = { paths: VisitorPath[]; arrivals: Arrival[] };

export const DAY_MS = 86_400_000;

/** Visitors whose lookback ended in a period, that is, of whom nothing is to be expected any more. */
export function eachGone(
  { visitors, ...journeys }: Pick<Journeys, 'visitors' | 'names'>,
  { filter, fromMs, untilMs, lookbackDays }: Gone,
  visit: (path: VisitorPath) => void,
): void {
  const isIn = visitorsIn(journeys, filter);
  for (const path of visitors.paths) {
    const endsAt = (path.day + 1 + lookbackDays) * DAY_MS;
    if (endsAt >= fromMs && endsAt <= untilMs && isIn(path.site)) visit(path);
  }
}

export type Gone = { filter: ReportFilter; fromMs: number; untilMs: number; lookbackDays: number };

/** Visitors who came first in a period, by a source that passes the filter. A day belongs where it begins. */
export function arrivalsIn(
  journeys: Journeys,
  { filter, fromMs, toMs }: { filter: ReportFilter; fromMs: number; toMs: number },
): Arrival[] {
  const isIn = visitorsIn(journeys, filter);
  const allowed = sourcesIn(journeys, filter);
  return journeys.visitors.arrivals.filter(({ day, site, source }) => {
    const at = day * DAY_MS;
    return at >= fromMs && at < toMs && isIn(site) && passes(allowed, source);
  });
}

/** Of visitors the site alone is known: who asks for a country asks for leads. */
function visitorsIn({ names }: Pick<Journeys, 'names'>, filter: ReportFilter): (site: number) => boolean {
  const { site: wanted, country, industry, segment, companySize } = filter;
  const isKnown = [country, industry, segment, companySize].some(
    (value) => value !== undefined && value !== unknownKey,
  );
  return (site) =>
    !isKnown && (wanted === undefined || wanted === (site === UNKNOWN ? unknownKey : names[site]));
}
