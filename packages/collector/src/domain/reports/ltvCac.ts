import type { AttributionModel, CurrencySettings, Money } from '@headwater/contract';
import { sumMoney } from '../currency.ts';
import { creditsOf } from './credits.ts';
import { groupBy } from './grouping.ts';
import type { Journeys } from './journeys.ts';
import { markovOf, type MarkovQuestion } from './markov.ts';

export type LtvCacQuestion = Omit<MarkovQuestion, 'stage' | 'groupBy'> & {
  model: AttributionModel;
  currencies: CurrencySettings;
  /** What each source cost in the period. */
  costs: { source: string; amount: Money }[];
};

/** Of one source, in minor units of the base currency. LTV:CAC is revenue by cost: both are by the same customers. */
export type LtvCac = { source: string; revenueMinor: number; costMinor: number };

/**
 * What the customers of the period brought so far, and what their sources cost in it, by the model. Without a
 * customer, without a cost, or where a currency has no rate, a source has no LTV:CAC and is left out.
 */
export function ltvCacOf(journeys: Journeys, question: LtvCacQuestion): LtvCac[] {
  const { model, currencies, costs } = question;
  const grouping = groupBy(journeys, 'source');
  const asked = { ...question, stage: 'customer' as const, groupBy: 'source' as const };
  const credits =
    model === 'markov'
      ? markovOf(journeys, asked, grouping)
      : creditsOf(journeys, asked, grouping, [model])[model];
  const bySource = Map.groupBy(costs, ({ source }) => source);
  return grouping.keys.flatMap((source, group) => {
    if (!(credits.conversions.of(group) > 0)) return [];
    const cost = inOneCurrency(bySource.get(source)?.map(({ amount }) => amount) ?? [], currencies);
    const revenue = inOneCurrency(credits.money.of(group), currencies);
    if (cost === null || cost <= 0 || revenue === null) return [];
    return [{ source, revenueMinor: revenue, costMinor: cost }];
  });
}

/** 0 where there is nothing, null where a rate is missing. */
function inOneCurrency(amounts: readonly Money[], currencies: CurrencySettings): number | null {
  const sums = sumMoney(
    amounts.filter(({ amount }) => amount !== 0),
    currencies,
  );
  if (sums.some(({ currency }) => currency !== currencies.base)) return null;
  return sums[0]?.amount ?? 0;
}
