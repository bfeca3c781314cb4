import { createChainCounter, unattributed, type ChainCounter } from '../attribution/index.ts';
import { funnelStages } from '../course.ts';
import { eachConversion, moneyOf } from './credits.ts';
import type { Grouping } from './grouping.ts';
import { STAGES, TOUCH, UNKNOWN, type Journeys } from './journeys.ts';
import type { MarkovQuestion } from './markov.ts';
import { createPathTrie, keeping } from './pathTrie.ts';
import { leadsIn, passes, sourcesIn } from './scope.ts';
import { DAY_MS, eachGone } from './visitors.ts';

/**
 * The group of touches that the filter leaves out, below 0: they stay on the path as what they are, or what is asked
 * about would earn more than without the filter. They are only not shown.
 */
const leftOut = (group: number): number => -1 - group;

/** Conversions that went the same way, with what they brought by currency, a place in `names`. */
export type ConvertedPath = { steps: number[]; conversions: number; money: Map<number, number> };

export type CountedJourneys = {
  /** The groups that are on paths, below 0 where they are not shown; the chain knows each by its place. */
  groups: number[];
  /** Every way that conversions went, each once. */
  converted: ConvertedPath[];
  currencies: number[];
  chain: ReturnType<ChainCounter['counted']>;
};

/**
 * Counts the chain of all journeys: those that converted in the period, grouped, since what a path brought in all
 * decides on its sign, and those that ended in it for nothing, which are counted as they come.
 */
export function countJourneys(
  journeys: Journeys,
  question: MarkovQuestion,
  grouping: Grouping,
): CountedJourneys {
  const { groups, walk } = createWalk(journeys, question, grouping);
  const { groupOf, groupOfVisitor } = grouping;
  const trie = createPathTrie('none');
  const paths = new Map<number, ConvertedPath>();
  eachConversion(journeys, question, (row, { sources }) => {
    const { steps, length } = walk(sources, (source) => groupOf(row, source));
    const end = trie.endOf(steps, length);
    let path = paths.get(end);
    if (!path) paths.set(end, (path = { steps: [], conversions: 0, money: new Map() }));
    path.conversions += 1;
    for (const { currency, amountMinor } of moneyOf(journeys, row, question.stage))
      path.money.set(currency, (path.money.get(currency) ?? 0) + amountMinor);
  });
  for (const [end, path] of paths) path.steps = trie.stepsOf(end);
  const converted = [...paths.values()];
  const currencies = [...new Set(converted.flatMap(({ money }) => [...money.keys()]))];
  const { add, counted } = createChainCounter(question.order, currencies.length);
  for (const { steps, conversions, money } of converted) {
    const values = currencies.map((currency) => money.get(currency) ?? 0);
    if (steps.length > 0) add(steps, steps.length, { conversions, nulls: 0, values });
  }
  const addNulls = (sources: readonly number[], group: (source: number) => number, nulls: number): void => {
    const { steps, length } = walk(sources, group);
    if (length > 0) add(steps, length, { conversions: 0, nulls, values: [] });
  };
  eachNull(journeys, question, (row, sources) => addNulls(sources, (source) => groupOf(row, source), 1));
  const untilMs = Math.min(question.toMs, question.nowMs);
  eachGone(journeys, { ...question, untilMs }, ({ sources, site, visitors }) =>
    addNulls(sources, (source) => groupOfVisitor(site, source), visitors),
  );
  return { groups, converted, currencies, chain: counted() };
}

/** Makes steps of sources: the places of their groups, transformed. They are used again for the next. */
function createWalk(journeys: Journeys, question: MarkovQuestion, { keys }: Grouping) {
  const groups: number[] = [];
  const places: number[] = [];
  const allowed = sourcesIn(journeys, question.filter);
  const isKept = keeping(question.transform);
  const all: number[] = [];
  const steps: number[] = [];
  // a lead of whom no touch is known is of its country all the same
  const untouched = keys.includes(unattributed) ? [] : [UNKNOWN];
  const placeOf = (group: number): number => {
    const cell = group < 0 ? 2 * leftOut(group) + 1 : 2 * group;
    const known = places[cell] ?? -1;
    if (known !== -1) return known;
    while (places.length <= cell) places.push(-1);
    places[cell] = groups.length;
    return groups.push(group) - 1;
  };
  const walk = (touched: readonly number[], groupOf: (source: number) => number) => {
    const sources = touched.length === 0 ? untouched : touched;
    for (let index = 0; index < sources.length; index += 1) {
      const source = sources[index] ?? UNKNOWN;
      const group = groupOf(source);
      all[index] = placeOf(passes(allowed, source) ? group : leftOut(group));
    }
    const keeps = isKept(all, sources.length);
    let length = 0;
    for (let index = 0; index < sources.length; index += 1) {
      if (!keeps(index)) continue;
      steps[length] = all[index] ?? 0;
      length += 1;
    }
    return { steps, length };
  };
  return { groups, walk };
}

/** Leads that came to nothing: the lookback of the last touch ended in the period, and the stage was not reached. */
function eachNull(
  journeys: Journeys,
  { filter, stage, fromMs, toMs, nowMs, lookbackDays }: MarkovQuestion,
  visit: (row: number, sources: readonly number[]) => void,
): void {
  const { cells, start, count } = journeys.touches;
  const isIn = leadsIn(journeys, filter);
  const place = funnelStages.indexOf(stage);
  const until = Math.min(toMs, nowMs);
  const sources: number[] = [];
  for (let row = 0; row < journeys.size; row += 1) {
    const length = count[row] ?? 0;
    if (length === 0 || !Number.isNaN(journeys.reachedAt[row * STAGES + place]) || !isIn(row)) continue;
    const first = start[row] ?? 0;
    const lastAt = cells[first + (length - 1) * TOUCH] ?? 0;
    const endsAt = lastAt + lookbackDays * DAY_MS;
    if (endsAt < fromMs || endsAt >= until) continue;
    sources.length = length;
    for (let touch = 0; touch < length; touch += 1)
      sources[touch] = cells[first + touch * TOUCH + 1] ?? UNKNOWN;
    visit(row, sources);
  }
}
