import { unattributed } from '../attribution/index.ts';
import { funnelStages } from '../course.ts';
import { eachConversion, moneyOf } from './credits.ts';
import type { Grouping } from './grouping.ts';
import { STAGES, TOUCH, UNKNOWN, type Journeys } from './journeys.ts';
import type { MarkovQuestion } from './markov.ts';
import { createPathTrie } from './pathTrie.ts';
import { leadsIn, passes, sourcesIn } from './scope.ts';
import { DAY_MS, eachGone } from './visitors.ts';

/** The step of a touch that the filter leaves out: it stays on the path, and has no group. */
export const LEFT_OUT = -1;

/** Journeys that went the same way through the groups. */
export type GroupPath = {
  steps: number[];
  conversions: number;
  nulls: number;
  /** By currency, a place in `names`. */
  money: Map<number, number>;
};

/** Every way that journeys went, each once: those that converted in the period and those that ended in it. */
export function groupPaths(
  journeys: Journeys,
  question: MarkovQuestion,
  { keys, groupOf, groupOfVisitor }: Grouping,
): GroupPath[] {
  const paths = new Map<number, GroupPath>();
  const allowed = sourcesIn(journeys, question.filter);
  const trie = createPathTrie(question.transform);
  const steps: number[] = [];
  // a lead of whom no touch is known is of its country all the same
  const untouched = keys.includes(unattributed) ? [] : [UNKNOWN];
  const pathOf = (touched: readonly number[], group: (source: number) => number): GroupPath => {
    const sources = touched.length === 0 ? untouched : touched;
    for (let index = 0; index < sources.length; index += 1) {
      const source = sources[index] ?? UNKNOWN;
      steps[index] = passes(allowed, source) ? group(source) : LEFT_OUT;
    }
    const end = trie.endOf(steps, sources.length);
    let path = paths.get(end);
    if (!path) paths.set(end, (path = { steps: [], conversions: 0, nulls: 0, money: new Map() }));
    return path;
  };
  eachConversion(journeys, question, (row, { sources }) => {
    const path = pathOf(sources, (source) => groupOf(row, source));
    path.conversions += 1;
    for (const { currency, amountMinor } of moneyOf(journeys, row, question.stage))
      path.money.set(currency, (path.money.get(currency) ?? 0) + amountMinor);
  });
  eachNull(journeys, question, (row, sources) => {
    pathOf(sources, (source) => groupOf(row, source)).nulls += 1;
  });
  const untilMs = Math.min(question.toMs, question.nowMs);
  eachGone(journeys, { ...question, untilMs }, ({ sources, site, visitors }) => {
    pathOf(sources, (source) => groupOfVisitor(site, source)).nulls += visitors;
  });
  for (const [end, path] of paths) path.steps = trie.stepsOf(end);
  return [...paths.values()];
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
