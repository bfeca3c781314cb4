import type { AttributionModel } from '@headwater/contract';
import { ruleModels } from '../attribution/index.ts';
import { creditRows, type AttributionRow } from './attribution.ts';
import { creditsOf } from './credits.ts';
import { groupBy } from './grouping.ts';
import type { Journeys } from './journeys.ts';
import { markovOf, type MarkovQuestion } from './markov.ts';
import type { Revenue } from './sums.ts';

export type CompareRow = { key: string; models: Record<AttributionModel, Omit<AttributionRow, 'key'>> };
export type CompareAnswer = {
  rows: CompareRow[];
  totals: { models: Record<AttributionModel, { conversions: number } & Revenue> };
};

/** What each group earned under every model, side by side; the rows of each model sum to its total. */
export function compareReport(journeys: Journeys, question: MarkovQuestion): CompareAnswer {
  const grouping = groupBy(journeys, question.groupBy);
  const credits = {
    ...creditsOf(journeys, question, grouping, ruleModels),
    markov: markovOf(journeys, question, grouping),
  };
  const models = [...ruleModels, 'markov'] as const;
  const answers = models.map((model) => {
    const { rows: own, totals } = creditRows(grouping.keys, credits[model]);
    return { model, rows: new Map(own.map(({ key, ...row }) => [key, row])), totals };
  });
  const keys = new Set(answers.flatMap((answer) => [...answer.rows.keys()]));
  const rows = [...keys].map((key) => ({
    key,
    models: byModel(
      answers,
      ({ rows: own, totals }) =>
        own.get(key) ?? { conversions: 0, share: own.size > 0 ? 0 : null, ...nothingOf(totals) },
    ),
  }));
  const most = ({ models: each }: CompareRow): number => each.linear.conversions;
  return {
    rows: rows.toSorted((a, b) => most(b) - most(a) || (a.key < b.key ? -1 : 1)),
    totals: { models: byModel(answers, ({ totals }) => totals) },
  };
}

function byModel<Answer extends { model: AttributionModel }, Value>(
  answers: readonly Answer[],
  valueOf: (answer: Answer) => Value,
): Record<AttributionModel, Value> {
  return Object.fromEntries(answers.map((answer) => [answer.model, valueOf(answer)])) as Record<
    AttributionModel,
    Value
  >;
}

function nothingOf({ revenue, revenues }: Revenue): Revenue {
  const none = (money: Revenue['revenues'][number]) => ({ ...money, amount: 0 });
  return { revenue: revenue && none(revenue), revenues: revenues.map(none) };
}
