import type { Source } from '@headwater/contract';
import { funnelStages } from '../course.ts';
import {
  addRow,
  createJourneys,
  exitStages,
  revenueKinds,
  STAGES,
  UNKNOWN,
  type Journeys,
} from './journeys.ts';
import { unpackSource, type PackedCourse, type PackedSource, type PackedTouches } from './pack.ts';
import { createPlaces } from './places.ts';
import { setList } from './ragged.ts';
import type { Arrival } from './visitors.ts';

/** A lead as it is stored; `touches` is null once it is part of another lead. */
export type StoredJourney = { leadId: string; touches: string | null; course: string };

/** Journeys that are kept up to date row by row. */
export type JourneyStore = {
  journeys: Journeys;
  /** Adds a lead or replaces what was known of it, and answers its row. */
  put: (stored: StoredJourney) => number;
  /** Replaces all that is known of visitors who are no lead. */
  putVisitors: (stored: StoredVisitors) => void;
};

/** Visitors as they are counted: sources by their places, paths as places with commas between. */
export type StoredVisitors = {
  sources: ReadonlyMap<number, PackedSource>;
  paths: readonly { site: string | null; path: string; day: number; visitors: number }[];
  arrivals: readonly (Omit<Arrival, 'site'> & { site: string | null })[];
};

export function createJourneyStore(): JourneyStore {
  const journeys = createJourneys({ names: [], sources: [] });
  const rows = new Map<string, number>();
  const nameOf = createPlaces<string, string>(journeys.names, String, String);
  const sourceOf = createPlaces<PackedSource, Source>(
    journeys.sources,
    (packed) => packed.join('\0'),
    unpackSource,
  );
  const places = { nameOf: (name: string | null) => (name === null ? UNKNOWN : nameOf(name)), sourceOf };

  const rowOf = (leadId: string): number => {
    const known = rows.get(leadId);
    if (known !== undefined) return known;
    const row = addRow(journeys);
    rows.set(leadId, row);
    return row;
  };

  const put = ({ leadId, touches, course }: StoredJourney): number => {
    const row = rowOf(leadId);
    if (touches === null) clearLead(journeys, row);
    else putLead(journeys, row, JSON.parse(touches) as PackedTouches, places);
    putCourse(journeys, row, JSON.parse(course) as PackedCourse, places);
    return row;
  };
  const putVisitors = ({ sources, paths, arrivals }: StoredVisitors): void => {
    const known = new Map([...sources].map(([place, packed]) => [place, sourceOf(packed)]));
    const placeOf = (place: number): number => known.get(place) ?? UNKNOWN;
    journeys.visitors.paths = paths.map(({ path, site, day, visitors }) => ({
      site: places.nameOf(site),
      sources: path.split(',').map((place) => placeOf(Number(place))),
      day,
      visitors,
    }));
    journeys.visitors.arrivals = arrivals.map((arrival) => ({
      ...arrival,
      site: places.nameOf(arrival.site),
      source: placeOf(arrival.source),
    }));
  };
  return { journeys, put, putVisitors };
}

type Places = { nameOf: (name: string | null) => number; sourceOf: (source: PackedSource) => number };

function clearLead(journeys: Journeys, row: number): void {
  journeys.counted[row] = 0;
  setList(journeys.touches, row, []);
}

function putLead(journeys: Journeys, row: number, packed: PackedTouches, { nameOf, sourceOf }: Places): void {
  const sources = packed.sources.map(sourceOf);
  const kinds = packed.kinds.map(nameOf);
  journeys.counted[row] = packed.junk ? 0 : 1;
  journeys.createdAt[row] = packed.createdAt;
  for (const column of ['site', 'country', 'industry', 'segment', 'account', 'heardFrom'] as const)
    journeys[column][row] = nameOf(packed[column]);
  journeys.companySize[row] = packed.companySize ?? UNKNOWN;
  journeys.original[row] = sources[packed.original] ?? UNKNOWN;
  journeys.latest[row] = sources[packed.latest] ?? UNKNOWN;
  const cells = packed.touches;
  for (let cell = 0; cell < cells.length; cell += 3) {
    cells[cell + 1] = sources[cells[cell + 1] ?? 0] ?? UNKNOWN;
    cells[cell + 2] = kinds[cells[cell + 2] ?? 0] ?? UNKNOWN;
  }
  setList(journeys.touches, row, cells);
}

function putCourse(journeys: Journeys, row: number, course: PackedCourse, { nameOf }: Places): void {
  journeys.reachedAt.fill(Number.NaN, row * STAGES, (row + 1) * STAGES);
  journeys.implied[row] = 0;
  for (const { stage, at, isImplied } of course.reached) {
    const place = funnelStages.indexOf(stage);
    journeys.reachedAt[row * STAGES + place] = at;
    if (isImplied) journeys.implied[row] = (journeys.implied[row] ?? 0) | (1 << place);
  }
  journeys.valueMinor[row] = course.value?.amount ?? Number.NaN;
  journeys.valueCurrency[row] = nameOf(course.value?.currency ?? null);
  const revenue = course.revenue.flatMap(({ at, kind, amount, margin }) => [
    at,
    revenueKinds.indexOf(kind),
    amount.amount,
    nameOf(amount.currency),
    margin?.amount ?? Number.NaN,
  ]);
  setList(journeys.revenue, row, revenue);
  const exits = course.exits.flatMap(({ stage, at, cameBackAt }) => [
    exitStages.indexOf(stage),
    at,
    cameBackAt ?? Number.NaN,
  ]);
  setList(journeys.exits, row, exits);
}
