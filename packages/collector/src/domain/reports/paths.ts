import type { AttributionSettings } from '@headwater/contract';
import { eachConversion, moneyOf, type CreditQuestion } from './credits.ts';
import { groupBy } from './grouping.ts';
import { UNKNOWN, type Journeys } from './journeys.ts';
import { createPathTrie } from './pathTrie.ts';
import { quantileOf } from './spread.ts';
import { asRevenue, createMoneySums, rate, totalMoney, type Revenue } from './sums.ts';

export type PathsQuestion = CreditQuestion & { transform: AttributionSettings['transform']; limit: number };

export type PathRow = {
  path: string[];
  conversions: number;
  share: number | null;
  /** From the first eligible touch to the conversion. */
  medianDays: number | null;
} & Revenue;

/** `quarter` and `p90` are the values below which so many lie. */
export type PathSpread = { median: number | null; p90: number | null };

export type PathsAnswer = {
  /** The paths that most conversions went, and in the end, as `(other paths)`, all others. */
  rows: PathRow[];
  totals: { conversions: number; paths: number; touches: PathSpread; days: PathSpread } & Revenue;
  /** How many conversions had so many touches; the last is that many and more. */
  lengths: { touches: number; conversions: number }[];
  /** Which step followed upon which, for a Sankey: a step is where on the path it is, from 1 on. */
  transitions: { step: number; from: string; to: string; conversions: number }[];
};

type Path = {
  name: string;
  groups: number[];
  steps: string[];
  place: number;
  conversions: number;
  days: number[];
};

const DAY_MS = 86_400_000;
const MOST_LENGTH = 20;
const MOST_STEPS = 6;
const MOST_TRANSITIONS = 200;
export const otherPaths = '(other paths)';

/** The ways that conversions to a stage went, by the channels of their touches or whatever else they are grouped by. */
export function pathsReport(journeys: Journeys, question: PathsQuestion): PathsAnswer {
  const { paths, money, lengths, days } = walkAll(journeys, question);
  const sorted = paths.toSorted((a, b) => b.conversions - a.conversions || (a.name < b.name ? -1 : 1));
  const total = sorted.reduce((sum, { conversions }) => sum + conversions, 0);
  const rowOf = (some: readonly Path[], path: string[]): PathRow => {
    const conversions = some.reduce((sum, each) => sum + each.conversions, 0);
    return {
      path,
      conversions,
      share: rate(conversions, total),
      medianDays: quantileOf(
        some.flatMap((each) => each.days),
        0.5,
      ),
      ...asRevenue(totalMoney(some.map(({ place }) => money.of(place)))),
    };
  };
  const others = sorted.slice(question.limit);
  const rows = sorted.slice(0, question.limit).map((path) => rowOf([path], path.steps));
  if (others.length > 0) rows.push(rowOf(others, [otherPaths]));
  const spread = (values: number[]): PathSpread => ({
    median: quantileOf(values, 0.5),
    p90: quantileOf(values, 0.9),
  });
  return {
    rows,
    totals: {
      conversions: total,
      paths: paths.length,
      touches: spread(lengths),
      days: spread(days),
      ...asRevenue(totalMoney(rows.map(({ revenues }) => revenues))),
    },
    lengths: lengthsOf(lengths),
    transitions: transitionsOf(sorted),
  };
}

function walkAll(journeys: Journeys, question: PathsQuestion) {
  const { keys, groupOf } = groupBy(journeys, question.groupBy);
  const trie = createPathTrie(question.transform);
  const byEnd = new Map<number, Path>();
  const money = createMoneySums(journeys.names);
  const lengths: number[] = [];
  const days: number[] = [];
  const walked: number[] = [];
  eachConversion(journeys, question, (row, { sources, touches, occasion }) => {
    const length = Math.max(1, sources.length);
    for (let index = 0; index < length; index += 1) walked[index] = groupOf(row, sources[index] ?? UNKNOWN);
    const end = trie.endOf(walked, length);
    let path = byEnd.get(end);
    if (!path) byEnd.set(end, (path = emptyPath(byEnd.size)));
    path.conversions += 1;
    for (const { currency, amountMinor } of moneyOf(journeys, row, question.stage))
      money.add(path.place, currency, amountMinor);
    lengths.push(sources.length);
    const took = touches[0] ? (occasion.at - touches[0].at) / DAY_MS : null;
    if (took === null) return;
    path.days.push(took);
    days.push(took);
  });
  for (const [end, path] of byEnd) {
    path.groups = trie.stepsOf(end);
    path.steps = path.groups.map((group) => keys[group] ?? '');
    // not by the groups: which number one has is a matter of who came first
    path.name = path.steps.join('\n');
  }
  return { paths: [...byEnd.values()], money, lengths, days };
}

const emptyPath = (place: number): Path => ({
  name: '',
  groups: [],
  steps: [],
  place,
  conversions: 0,
  days: [],
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

/** Of the first steps alone: what comes later is too thin to be drawn. */
function transitionsOf(paths: readonly Path[]): PathsAnswer['transitions'] {
  const counts = new Map<number, PathsAnswer['transitions'][number]>();
  const base = paths.reduce((most, { groups }) => groups.reduce((a, b) => Math.max(a, b), most), 0) + 2;
  for (const { groups, steps, conversions } of paths)
    for (let step = 0; step < Math.min(steps.length, MOST_STEPS); step += 1) {
      const name = (step * base + (groups[step] ?? 0)) * base + (groups[step + 1] ?? -1) + 1;
      const known = counts.get(name);
      if (known) known.conversions += conversions;
      else {
        const [from = '', to = '(conversion)'] = steps.slice(step, step + 2);
        counts.set(name, { step: step + 1, from, to, conversions });
      }
    }
  return [...counts.values()].toSorted((a, b) => b.conversions - a.conversions).slice(0, MOST_TRANSITIONS);
}
