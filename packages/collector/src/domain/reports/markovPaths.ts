import { createChainCounter, unattributed, type ChainCounter } from '../attribution/index.ts';
import { funnelStages } from '../course.ts';
import { moneyOf } from './credits.ts';
import { createEarnings, type Earnings } from './earnings.ts';
import type { Grouping } from './grouping.ts';
import { STAGES, TOUCH, UNKNOWN, type Journeys } from './journeys.ts';
import type { MarkovQuestion } from './markov.ts';
import { leadsIn, passes, sourcesIn } from './scope.ts';
import { shortening } from './shorten.ts';
import { DAY_MS, eachGone } from './visitors.ts';
import { eachWay } from './ways.ts';

/**
 * The group of touches that the filter leaves out, below 0: they stay on the path as what they are, or what is asked
 * about would earn more than without the filter. They are only not shown.
 */
const leftOut = (group: number): number => -1 - group;

export type CountedJourneys = {
  /** The groups that are on paths, below 0 where they are not shown; the chain knows each by its place. */
  groups: number[];
  /** Each kind of its values is a currency. */
  chain: ReturnType<ChainCounter['counted']>;
  currencies: Earned[];
  /** Conversions to which no touch led: they are no part of the chain. */
  untouched: number;
};

/** What all conversions brought in a currency, a place in `names`, and what those without touches did. */
export type Earned = { currency: number; totalMinor: number; untouchedMinor: number };

/**
 * Counts the chain of all journeys as they come: those that converted in the period, and those that ended in it
 * for nothing. What conversions brought comes after, path by path, since it is the whole of that which decides on
 * its sign.
 */
export function countJourneys(
  journeys: Journeys,
  question: MarkovQuestion,
  grouping: Grouping,
): CountedJourneys {
  const { groups, walk } = createWalk(journeys, question, grouping);
  const { groupOf, groupOfVisitor } = grouping;
  const { add, earn, counted } = createChainCounter(question.order);
  const earnings = createEarnings();
  let untouched = 0;
  eachWay(journeys, question, (row, way) => {
    const { steps, length } = walk(way.sources, way.length, (source) => groupOf(row, source));
    if (length === 0) untouched += 1;
    else add(steps, length, { conversions: 1, nulls: 0 });
    for (const { currency, amountMinor } of moneyOf(journeys, row, question.stage))
      earnings.add(steps, length, currency, amountMinor);
  });
  eachNull(journeys, question, (row, sources, touches) => {
    const { steps, length } = walk(sources, touches, (source) => groupOf(row, source));
    if (length > 0) add(steps, length, { conversions: 0, nulls: 1 });
  });
  const untilMs = Math.min(question.toMs, question.nowMs);
  eachGone(journeys, { ...question, untilMs }, ({ sources, site, visitors }) => {
    const { steps, length } = walk(sources, sources.length, (source) => groupOfVisitor(site, source));
    if (length > 0) add(steps, length, { conversions: 0, nulls: visitors });
  });
  return { groups, currencies: earnAll(earnings, earn), untouched, chain: counted() };
}

function earnAll({ each }: Earnings, earn: ChainCounter['earn']): Earned[] {
  const currencies: Earned[] = [];
  each((steps, currency, amountMinor) => {
    let kind = currencies.findIndex((known) => known.currency === currency);
    if (kind === -1) kind = currencies.push({ currency, totalMinor: 0, untouchedMinor: 0 }) - 1;
    const earned = currencies[kind];
    if (!earned) return;
    earned.totalMinor += amountMinor;
    if (steps.length > 0) earn(steps, steps.length, kind, amountMinor);
    else earned.untouchedMinor += amountMinor;
  });
  return currencies;
}

/** Makes steps of sources: the places of their groups, transformed. They are used again for the next. */
function createWalk(journeys: Journeys, question: MarkovQuestion, { keys }: Grouping) {
  const groups: number[] = [];
  const places: number[] = [];
  const allowed = sourcesIn(journeys, question.filter);
  const shorten = shortening(question.transform);
  let steps = new Int32Array(256);
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
  const walk = (touched: ArrayLike<number>, touches: number, groupOf: (source: number) => number) => {
    const sources = touches === 0 ? untouched : touched;
    const length = touches === 0 ? untouched.length : touches;
    if (length > steps.length) steps = new Int32Array(2 * length);
    for (let index = 0; index < length; index += 1) {
      const source = sources[index] ?? UNKNOWN;
      const group = groupOf(source);
      steps[index] = placeOf(passes(allowed, source) ? group : leftOut(group));
    }
    return { steps, length: shorten(steps, length) };
  };
  return { groups, walk };
}

/** Leads that came to nothing: the lookback of the last touch ended in the period, and the stage was not reached. */
function eachNull(
  journeys: Journeys,
  { filter, stage, fromMs, toMs, nowMs, lookbackDays }: MarkovQuestion,
  visit: (row: number, sources: Int32Array, touches: number) => void,
): void {
  const { cells, start, count } = journeys.touches;
  const isIn = leadsIn(journeys, filter);
  const place = funnelStages.indexOf(stage);
  const until = Math.min(toMs, nowMs);
  let sources = new Int32Array(256);
  for (let row = 0; row < journeys.size; row += 1) {
    const length = count[row] ?? 0;
    if (length === 0 || !Number.isNaN(journeys.reachedAt[row * STAGES + place]) || !isIn(row)) continue;
    const first = start[row] ?? 0;
    const lastAt = cells[first + (length - 1) * TOUCH] ?? 0;
    const endsAt = lastAt + lookbackDays * DAY_MS;
    if (endsAt < fromMs || endsAt >= until) continue;
    if (length > sources.length) sources = new Int32Array(2 * length);
    for (let touch = 0; touch < length; touch += 1)
      sources[touch] = cells[first + touch * TOUCH + 1] ?? UNKNOWN;
    visit(row, sources, length);
  }
}
