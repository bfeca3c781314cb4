import type { AttributionSettings, MarkovOrder } from '@headwater/contract';
import { markovCredits, splitMinor, transformPath, type MarkovPath } from '../attribution/index.ts';
import { funnelStages } from '../course.ts';
import { eachConversion, moneyOf, type CreditQuestion } from './credits.ts';
import type { Grouping } from './grouping.ts';
import { groupOfLetter, letterOf } from './letters.ts';
import { STAGES, TOUCH, UNKNOWN, type Journeys } from './journeys.ts';
import { leadsIn, passes, sourcesIn } from './scope.ts';
import { createMoneySums, createSums, type MoneySums, type Sums } from './sums.ts';

export type MarkovQuestion = CreditQuestion & {
  order: MarkovOrder;
  transform: AttributionSettings['transform'];
  /** Epoch milliseconds: a journey whose lookback ends later may still lead to something. */
  nowMs: number;
};

type Paths = Map<
  string,
  { channels: string[]; conversions: number; nulls: number; money: Map<number, number> }
>;

const DAY_MS = 86_400_000;

/**
 * The credits of the groups by a Markov chain over the journeys that converted in the period, and over those
 * whose lookback ended in it without a conversion. A source filter chooses among the credits.
 */
export function markovOf(
  journeys: Journeys,
  question: MarkovQuestion,
  grouping: Grouping,
): { conversions: Sums; money: MoneySums } {
  const paths = pathsOf(journeys, question, grouping);
  const credits = { conversions: createSums(), money: createMoneySums(journeys.names) };
  const places = new Map(grouping.keys.map((key, group) => [key, group]));
  const placeOf = (key: string): number => places.get(key) ?? UNKNOWN;
  const valued = (currency: number): MarkovPath[] =>
    [...paths.values()].map((path) => ({ ...path, value: path.money.get(currency) ?? 0 }));
  const currencies = new Set([...paths.values()].flatMap(({ money }) => [...money.keys()]));
  // each chain is solved for conversions and money at once, and the conversions are the same in all of them
  for (const [index, currency] of [...currencies, ...(currencies.size === 0 ? [UNKNOWN] : [])].entries()) {
    const earned = markovCredits(valued(currency), question.order);
    const total = [...paths.values()].reduce((sum, { money }) => sum + (money.get(currency) ?? 0), 0);
    const parts = splitMinor(total, weightsBy(earned));
    for (const [place, { channel, conversions }] of earned.entries()) {
      const group = placeOf(channel);
      if (group === UNKNOWN) continue;
      if (index === 0) credits.conversions.add(group, conversions);
      if (currency !== UNKNOWN) credits.money.add(group, currency, parts[place] ?? 0);
    }
  }
  return credits;
}

/** By what each brought; where refunds outweigh that somewhere, by what each converted. */
function weightsBy(earned: readonly { conversions: number; value: number }[]): number[] {
  const values = earned.map(({ value }) => value);
  const isMixed = values.some((value) => value > 0) && values.some((value) => value < 0);
  const sum = values.reduce((total, value) => total + Math.abs(value), 0);
  return isMixed || sum === 0 ? earned.map(({ conversions }) => conversions) : values.map(Math.abs);
}

/** A touch that the filter leaves out stays on the path, under a name that no group has. */
const LEFT_OUT = '\0';

function pathsOf(journeys: Journeys, question: MarkovQuestion, { keys, groupOf }: Grouping): Paths {
  const paths: Paths = new Map();
  const allowed = sourcesIn(journeys, question.filter);
  const pathOf = (row: number, sources: readonly number[]) => {
    const letters = sources.map((source) =>
      passes(allowed, source) ? letterOf(groupOf(row, source)) : LEFT_OUT,
    );
    const name = transformPath(letters, question.transform).join('');
    let path = paths.get(name);
    if (!path) {
      const channels = Array.from(name, (letter) => keys[groupOfLetter(letter)] ?? LEFT_OUT);
      paths.set(name, (path = { channels, conversions: 0, nulls: 0, money: new Map() }));
    }
    return path;
  };
  eachConversion(journeys, question, (row, { sources }) => {
    const path = pathOf(row, sources);
    path.conversions += 1;
    for (const { currency, amountMinor } of moneyOf(journeys, row, question.stage))
      path.money.set(currency, (path.money.get(currency) ?? 0) + amountMinor);
  });
  eachNull(journeys, question, (row, sources) => {
    pathOf(row, sources).nulls += 1;
  });
  return paths;
}

/** The journeys that led to nothing: the lookback of the last touch ended in the period, and the stage was not reached. */
function eachNull(
  journeys: Journeys,
  { filter, stage, fromMs, toMs, nowMs, lookbackDays }: MarkovQuestion,
  visit: (row: number, sources: number[]) => void,
): void {
  const { cells, start, count } = journeys.touches;
  const isIn = leadsIn(journeys, filter);
  const place = funnelStages.indexOf(stage);
  const until = Math.min(toMs, nowMs);
  for (let row = 0; row < journeys.size; row += 1) {
    const length = count[row] ?? 0;
    if (length === 0 || !Number.isNaN(journeys.reachedAt[row * STAGES + place]) || !isIn(row)) continue;
    const first = start[row] ?? 0;
    const lastAt = cells[first + (length - 1) * TOUCH] ?? 0;
    const endsAt = lastAt + lookbackDays * DAY_MS;
    if (endsAt < fromMs || endsAt >= until) continue;
    visit(
      row,
      Array.from({ length }, (_, touch) => cells[first + touch * TOUCH + 1] ?? UNKNOWN),
    );
  }
}
