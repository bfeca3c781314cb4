import type { AttributionModel } from '@headwater/contract';
import { creditsOf, type Credits } from './credits.ts';
import { groupBy } from './grouping.ts';
import type { Journeys } from './journeys.ts';
import { markovOf, type MarkovQuestion } from './markov.ts';
import { asRevenue, rate, settled, totalMoney, type Revenue } from './sums.ts';

export type AttributionQuestion = MarkovQuestion & { model: AttributionModel };

/** `share` is of all conversions of the report; null where there are none. */
export type AttributionRow = { key: string; conversions: number; share: number | null } & Revenue;
export type AttributionAnswer = { rows: AttributionRow[]; totals: { conversions: number } & Revenue };

/** What each group earned of the conversions to one stage, under one model. */
export function attributionReport(
  journeys: Journeys,
  question: AttributionQuestion,
): AttributionAnswer & { model: AttributionModel } {
  const { model } = question;
  const grouping = groupBy(journeys, question.groupBy);
  const credits =
    model === 'markov'
      ? markovOf(journeys, question, grouping)
      : creditsOf(journeys, question, grouping, [model])[model];
  return { model, ...creditRows(grouping.keys, credits) };
}

/** The credits of one model as rows, the most first, with totals that are their sum. */
export function creditRows(keys: readonly string[], credits: Credits): AttributionAnswer {
  const groups = keys
    .map((key, group) => ({
      key,
      conversions: credits.conversions.of(group),
      revenues: credits.money.of(group),
    }))
    .filter(({ conversions, revenues }) => conversions !== 0 || revenues.some(({ amount }) => amount !== 0));
  const total = groups.reduce((sum, { conversions }) => sum + conversions, 0);
  const rows = groups
    .map(({ key, conversions, revenues }) => ({
      key,
      conversions,
      share: rate(conversions, total),
      ...asRevenue(revenues),
    }))
    .toSorted((a, b) => b.conversions - a.conversions || (a.key < b.key ? -1 : 1));
  const totals = {
    conversions: settled(total),
    ...asRevenue(totalMoney(groups.map(({ revenues }) => revenues))),
  };
  return { rows, totals };
}
