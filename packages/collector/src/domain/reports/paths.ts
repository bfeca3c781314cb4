import type { AttributionSettings } from '@headwater/contract';
import { countPaths, inOrderOf, namesOf, type CountedPaths } from './countedPaths.ts';
import { moneyOf, type CreditQuestion } from './credits.ts';
import { groupBy } from './grouping.ts';
import { UNKNOWN, type Journeys } from './journeys.ts';
import { createPathPool } from './pathPool.ts';
import { placesOfMost } from './selection.ts';
import { shortening } from './shorten.ts';
import { quantileOf } from './spread.ts';
import { asRevenue, createMoneySums, createSums, rate, totalMoney, type Revenue } from './sums.ts';
import { transitionsOf, type Transition } from './transitions.ts';
import { DAY_MS } from './visitors.ts';
import { eachWay } from './ways.ts';

export type PathsQuestion = CreditQuestion & { transform: AttributionSettings['transform']; limit: number };

export type PathRow = {
  path: string[];
  conversions: number;
  share: number | null;
  /** From the first eligible touch to the conversion. */
  medianDays: number | null;
} & Revenue;

/** The values below which a half and nine tenths lie. */
export type PathSpread = { median: number | null; p90: number | null };

export type PathsAnswer = {
  /** The paths that most conversions went, and in the end, as `(other paths)`, all others. */
  rows: PathRow[];
  totals: { conversions: number; paths: number; touches: PathSpread; days: PathSpread } & Revenue;
  /** How many conversions had so many touches; the last is that many and more. */
  lengths: { touches: number; conversions: number }[];
  /** Which step followed upon which, for a Sankey: a step is where on the path it is, from 1 on. */
  transitions: Transition[];
};

type Walked = {
  paths: CountedPaths;
  /** Of one conversion after the other: whose it is, the number of the path, the touches, the days (or NaN) since the first. */
  conversions: { row: number[]; path: number[]; touches: number[]; days: number[] };
};

const MOST_LENGTH = 20;
export const otherPaths = '(other paths)';

/** The ways that conversions to a stage went, by the channels of their touches or whatever else they are grouped by. */
export function pathsReport(journeys: Journeys, question: PathsQuestion): PathsAnswer {
  const walked = walkAll(journeys, question);
  const { paths, conversions } = walked;
  const rows = rowsOf(journeys, question, walked);
  return {
    rows,
    totals: {
      conversions: conversions.row.length,
      paths: paths.size,
      touches: spreadOf(conversions.touches),
      days: spreadOf(conversions.days.filter(isKnown)),
      ...asRevenue(totalMoney(rows.map(({ revenues }) => revenues))),
    },
    lengths: lengthsOf(conversions.touches),
    transitions: transitionsOf(paths),
  };
}

function walkAll(journeys: Journeys, question: PathsQuestion): Walked {
  const { keys, groupOf } = groupBy(journeys, question.groupBy);
  const { numberOf, kept } = createPathPool();
  const shorten = shortening(question.transform);
  const conversions: Walked['conversions'] = { row: [], path: [], touches: [], days: [] };
  eachWay(journeys, question, (row, { sources: steps, length, firstAt }, at) => {
    // without touches it is one step, from UNKNOWN
    const walked = Math.max(1, length);
    for (let index = 0; index < walked; index += 1) steps[index] = groupOf(row, steps[index] ?? UNKNOWN);
    conversions.row.push(row);
    conversions.path.push(numberOf(steps, shorten(steps, walked)));
    conversions.touches.push(length);
    conversions.days.push((at - firstAt) / DAY_MS);
  });
  return { paths: countPaths(kept(), keys, conversions.path), conversions };
}

/** Only the paths that are shown are named, and what they brought is added up for them: most paths are gone once. */
function rowsOf(journeys: Journeys, question: PathsQuestion, { paths, conversions }: Walked): PathRow[] {
  const most = placesOfMost(paths.conversions, question.limit, inOrderOf(paths));
  const placeOf = new Int32Array(paths.size).fill(most.length);
  for (const [place, path] of most.entries()) placeOf[path] = place;
  const names = most.map((path) => namesOf(paths, path));
  if (paths.size > most.length) names.push([otherPaths]);
  const days: number[][] = names.map(() => []);
  const counts = createSums();
  const money = createMoneySums(journeys.names);
  for (const [index, path] of conversions.path.entries()) {
    const place = placeOf[path] ?? most.length;
    counts.add(place, 1);
    const took = conversions.days[index] ?? Number.NaN;
    if (isKnown(took)) days[place]?.push(took);
    for (const { currency, amountMinor } of moneyOf(journeys, conversions.row[index] ?? 0, question.stage))
      money.add(place, currency, amountMinor);
  }
  return names.map((path, place) => ({
    path,
    conversions: counts.of(place),
    share: rate(counts.of(place), conversions.row.length),
    medianDays: quantileOf(days[place] ?? [], 0.5),
    ...asRevenue(money.of(place)),
  }));
}

const isKnown = (days: number): boolean => !Number.isNaN(days);

const spreadOf = (values: readonly number[]): PathSpread => ({
  median: quantileOf(values, 0.5),
  p90: quantileOf(values, 0.9),
});

function lengthsOf(lengths: readonly number[]): PathsAnswer['lengths'] {
  const counts = new Map<number, number>();
  for (const length of lengths) {
    const touches = Math.min(length, MOST_LENGTH);
    counts.set(touches, (counts.get(touches) ?? 0) + 1);
  }
  return [...counts]
    .map(([touches, conversions]) => ({ touches, conversions }))
    .toSorted((a, b) => a.touches - b.touches);
}
