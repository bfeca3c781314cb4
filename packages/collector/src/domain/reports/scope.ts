import type { ReportFilter } from '@headwater/contract';
import { sizeBandOf } from './sizeBand.ts';
import { UNKNOWN, type Journeys } from './journeys.ts';

/** What a report looks at: from one moment until before another, epoch milliseconds, and what passes the filter. */
export type Scope = { fromMs: number; toMs: number; filter: ReportFilter };

/** How reports call what is not known. */
export const unknownKey = '(unknown)';

export const sourceDimensions = ['source', 'medium', 'campaign', 'content', 'channel', 'family'] as const;
export type SourceDimension = (typeof sourceDimensions)[number];

/** The value of a lead's dimension by which it is grouped and filtered. */
const leadColumns = ['site', 'country', 'industry', 'segment'] as const;
export type LeadDimension = (typeof leadColumns)[number] | 'companySize';

/** Whether a lead counts and passes the filter, as far as that is about the lead and not about a source. */
export function leadsIn(journeys: Journeys, filter: ReportFilter): (row: number) => boolean {
  const { counted, names } = journeys;
  const checks = leadColumns.flatMap((column) => {
    const wanted = filter[column];
    if (wanted === undefined) return [];
    return [{ values: journeys[column], place: wanted === unknownKey ? UNKNOWN : placeOf(names, wanted) }];
  });
  const { companySize } = filter;
  return (row) => {
    if (counted[row] !== 1) return false;
    for (const { values, place } of checks) if (values[row] !== place) return false;
    return companySize === undefined || sizeBandOf(journeys.companySize[row]) === companySize;
  };
}

/** A place that no row has, where nobody has that name. */
const NOWHERE = -2;
const placeOf = (names: readonly string[], name: string): number => {
  const place = names.indexOf(name);
  return place === -1 ? NOWHERE : place;
};

/** For each place in `sources` whether it passes the filter; null where the filter says nothing about sources. */
export function sourcesIn({ sources }: Journeys, filter: ReportFilter): Uint8Array | null {
  const asked = sourceDimensions.filter((dimension) => filter[dimension] !== undefined);
  if (asked.length === 0) return null;
  return Uint8Array.from(sources, (source) =>
    asked.every((dimension) => (source[dimension] ?? unknownKey) === filter[dimension]) ? 1 : 0,
  );
}

/** Whether a source passes; UNKNOWN, where nothing is known at all, does not when sources are asked about. */
export const passes = (allowed: Uint8Array | null, source: number): boolean =>
  allowed === null || allowed[source] === 1;
