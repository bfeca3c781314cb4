import { UNKNOWN, type Journeys } from './journeys.ts';
import { sourceDimensions, unknownKey, type LeadDimension, type SourceDimension } from './scope.ts';
import { sizeBandOf } from './sizeBand.ts';
import { unattributed } from '../attribution/index.ts';

export type Dimension = SourceDimension | LeadDimension;

/** The groups of a report: their keys, and which one a lead and a source belong to. */
export type Grouping = {
  keys: string[];
  /** The group of a place in `sources`, UNKNOWN included; for a dimension of leads, that of the row. */
  groupOf: (row: number, source: number) => number;
  /** The group of a visitor who is no lead, by the source of a touch or by the site, a place in `names`. */
  groupOfVisitor: (site: number, source: number) => number;
};

export function groupBy(journeys: Journeys, dimension: Dimension): Grouping {
  return isOfSource(dimension) ? bySource(journeys, dimension) : byLead(journeys, dimension);
}

const isOfSource = (dimension: Dimension): dimension is SourceDimension =>
  (sourceDimensions as readonly string[]).includes(dimension);

function bySource({ sources }: Journeys, dimension: SourceDimension): Grouping {
  const keys = [unattributed];
  const places = new Map([[unattributed, 0]]);
  const groups = Int32Array.from(sources, (source) =>
    groupNamed(source[dimension] ?? unknownKey, keys, places),
  );
  const groupOf = (_row: number, source: number): number => groups[source] ?? 0;
  return { keys, groupOf, groupOfVisitor: groupOf };
}

function byLead(journeys: Journeys, dimension: LeadDimension): Grouping {
  const keys: string[] = [];
  const places = new Map<string, number>();
  const { companySize, names } = journeys;
  const groupOfVisitor = (site: number): number =>
    groupNamed((dimension === 'site' ? names[site] : undefined) ?? unknownKey, keys, places);
  if (dimension === 'companySize') {
    const bandOf = (row: number): number => groupNamed(sizeBandOf(companySize[row]), keys, places);
    return { keys, groupOf: bandOf, groupOfVisitor };
  }
  const values = journeys[dimension];
  const groups = new Int32Array(names.length + 1).fill(UNKNOWN);
  const groupOf = (row: number): number => {
    const value = values[row] ?? UNKNOWN;
    const known = groups[value + 1] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    const group = groupNamed(names[value] ?? unknownKey, keys, places);
    groups[value + 1] = group;
    return group;
  };
  return { keys, groupOf, groupOfVisitor };
}

function groupNamed(key: string, keys: string[], places: Map<string, number>): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  places.set(key, keys.length);
  return keys.push(key) - 1;
}
