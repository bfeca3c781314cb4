import type { Source } from '@headwater/contract';
import type { Course, FunnelStage } from '../course.ts';
import { createPlaces } from './places.ts';

/** What reports know of a lead besides its course. Times in epoch milliseconds. */
export type JourneyFacts = {
  createdAt: number;
  junk: boolean;
  site: string | null;
  country: string | null;
  industry: string | null;
  companySize: number | null;
  segment: string | null;
  account: string | null;
  /** What the lead said to "how did you hear about us?". */
  heardFrom: string | null;
  original: Source;
  latest: Source;
  /** In the order of the journey. */
  touches: readonly { at: number; kind: string; resolved: Source }[];
};

/** A source as a list, in the order of `sourceParts`. */
export type PackedSource = [
  string | null,
  string | null,
  string | null,
  string | null,
  string,
  Source['family'],
];

export type PackedTouches = Omit<JourneyFacts, 'original' | 'latest' | 'touches'> & {
  /** Each once; others name them by their place. */
  sources: PackedSource[];
  kinds: string[];
  original: number;
  latest: number;
  /** `at, source, kind` of one touch after the other. */
  touches: number[];
};

/** A course as reports read it: without ids. */
export type PackedCourse = {
  reached: { stage: FunnelStage; at: number; isImplied: boolean }[];
  value: Course['value'];
  revenue: Omit<Course['revenue'][number], 'id'>[];
  exits: Course['exits'];
};

/** The text of a journey's row. The same facts make the same text. */
export function packTouches({ original, latest, touches, ...lead }: JourneyFacts): string {
  const packedSources: PackedSource[] = [];
  const packedKinds: string[] = [];
  const sourceOf = createPlaces(packedSources, sourceKey, packSource);
  const kindOf = createPlaces(packedKinds, String, String);
  const packed: PackedTouches = {
    ...lead,
    original: sourceOf(original),
    latest: sourceOf(latest),
    touches: touches.flatMap(({ at, kind, resolved }) => [at, sourceOf(resolved), kindOf(kind)]),
    sources: packedSources,
    kinds: packedKinds,
  };
  return JSON.stringify(packed);
}

/** The text of a course. */
export function packCourse({ reached, value, revenue, exits }: Course): string {
  const packed: PackedCourse = {
    reached,
    value,
    revenue: revenue.map(({ at, kind, amount, margin }) => ({ at, kind, amount, margin })),
    exits: exits.map(({ stage, at, cameBackAt }) => ({ stage, at, cameBackAt })),
  };
  return JSON.stringify(packed);
}

/** The source of a packed list. */
export function unpackSource([source, medium, campaign, content, channel, family]: PackedSource): Source {
  return { source, medium, campaign, content, channel, family };
}

/** The list of a source. */
export const packSource = ({ source, medium, campaign, content, channel, family }: Source): PackedSource => [
  source,
  medium,
  campaign,
  content,
  channel,
  family,
];

const sourceKey = (source: Source): string => JSON.stringify(packSource(source));
