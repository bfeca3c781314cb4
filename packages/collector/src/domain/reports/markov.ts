import type { AttributionSettings, MarkovOrder } from '@headwater/contract';
import { numberedCredits, splitMinor, unattributed } from '../attribution/index.ts';
import type { CreditQuestion } from './credits.ts';
import { fewGroups } from './fewGroups.ts';
import type { Grouping } from './grouping.ts';
import type { Journeys } from './journeys.ts';
import { countJourneys, type CountedJourneys } from './markovPaths.ts';
import { createMoneySums, createSums, type MoneySums, type Sums } from './sums.ts';

export type MarkovQuestion = CreditQuestion & {
  order: MarkovOrder;
  transform: AttributionSettings['transform'];
  /** Epoch milliseconds: a journey whose lookback ends later may still lead to something. */
  nowMs: number;
};

/** Each group costs a solution of the chain: those beyond the most frequent share one. */
const MOST_GROUPS = 500;

/**
 * The credits of the groups by a Markov chain over the journeys that converted in the period, and over those
 * whose lookback ended in it without a conversion. A source filter chooses among the credits.
 */
export function markovOf(
  journeys: Journeys,
  question: MarkovQuestion,
  everyGroup: Grouping,
): { conversions: Sums; money: MoneySums } {
  const grouping = fewGroups(journeys, everyGroup, MOST_GROUPS);
  const counted = countJourneys(journeys, question, grouping);
  const credits = { conversions: createSums(), money: createMoneySums(journeys.names) };
  const earned = earnedBy(counted, grouping.keys);
  for (const { group, conversions } of earned) if (group >= 0) credits.conversions.add(group, conversions);
  for (const [place, { currency, totalMinor }] of counted.currencies.entries()) {
    const parts = splitMinor(
      totalMinor,
      weightsBy(earned.map(({ conversions, values }) => ({ conversions, value: values[place] ?? 0 }))),
    );
    for (const [index, { group }] of earned.entries())
      if (group >= 0) credits.money.add(group, currency, parts[index] ?? 0);
  }
  return credits;
}

type Earned = { group: number; conversions: number; values: number[] };

/** What each group earned, the most first. */
function earnedBy(
  { groups, chain, currencies, untouched }: CountedJourneys,
  keys: readonly string[],
): Earned[] {
  const earned = numberedCredits(groups.map(String), chain).map(({ conversions, values }, place): Earned => ({
    group: groups[place] ?? -1,
    conversions,
    values,
  }));
  if (untouched > 0) {
    const values = currencies.map(({ untouchedMinor }) => untouchedMinor);
    earned.push({ group: keys.indexOf(unattributed), conversions: untouched, values });
  }
  const nameOf = ({ group }: Earned): string => keys[group] ?? '';
  return earned.toSorted((a, b) => b.conversions - a.conversions || (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** By what each brought; where refunds outweigh that somewhere, by what each converted. */
function weightsBy(earned: readonly { conversions: number; value: number }[]): number[] {
  const values = earned.map(({ value }) => value);
  const isMixed = values.some((value) => value > 0) && values.some((value) => value < 0);
  const sum = values.reduce((total, value) => total + Math.abs(value), 0);
  return isMixed || sum === 0 ? earned.map(({ conversions }) => conversions) : values.map(Math.abs);
}
