import type { ReportDimension, ReportFilter } from '@headwater/contract';
import { unpackSource, type PackedTouches } from './pack.ts';
import { unknownKey } from './scope.ts';
import { sizeBandOf } from './sizeBand.ts';

/** What a lead is grouped and filtered by, in every dimension, as the reports over all journeys name it. */
export type LeadWords = Record<ReportDimension, string>;

/** Reads them from a packed row (`journeys.touches`); of one that is not there nothing is known. */
export function leadWords(packed: string | null | undefined): LeadWords {
  const lead: Partial<PackedTouches> = packed ? (JSON.parse(packed) as PackedTouches) : {};
  const original = lead.sources?.[lead.original ?? 0];
  const source = original && unpackSource(original);
  return {
    family: source?.family ?? unknownKey,
    channel: source?.channel ?? unknownKey,
    source: source?.source ?? unknownKey,
    medium: source?.medium ?? unknownKey,
    campaign: source?.campaign ?? unknownKey,
    content: source?.content ?? unknownKey,
    segment: lead.segment ?? unknownKey,
    country: lead.country ?? unknownKey,
    industry: lead.industry ?? unknownKey,
    companySize: sizeBandOf(lead.companySize ?? undefined),
    site: lead.site ?? unknownKey,
  };
}

/** Whether a lead has all that a filter asks for. */
export const fits = (words: LeadWords, filter: ReportFilter): boolean =>
  Object.entries(filter).every(
    ([dimension, wanted]) => wanted === undefined || words[dimension as ReportDimension] === wanted,
  );
