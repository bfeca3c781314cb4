import type { AttributionModel, CurrencySettings, Money } from '@headwater/contract';
import { splitMinor, weightsOf } from '../attribution/index.ts';
import { inBase } from '../currency.ts';
import { eachConversion, type Conversion } from './credits.ts';
import { groupBy, type Grouping } from './grouping.ts';
import { EXIT, REVENUE, STAGES, UNKNOWN, type Journeys } from './journeys.ts';
import { markovOf, type MarkovQuestion } from './markov.ts';

export type PipelineQuestion = Omit<MarkovQuestion, 'stage' | 'groupBy'> & {
  model: AttributionModel;
  currencies: CurrencySettings;
};

/**
 * What each source has of the pipeline, in whole numbers: minor units of the base currency, or parts of a deal
 * where a deal has no value or no rate. `currency` is null there.
 */
export type PipelineShares = {
  currency: string | null;
  whole: number;
  rows: { source: string; part: number }[];
};

type Deal = { worth: Money | null; sources: number[]; weights: number[] };

/** Divisible by all numbers to 16: thirds and sixths of deals that sum to a half are exactly a half. */
export const PARTS_OF_A_DEAL = 720_720_000;
const OPPORTUNITY = STAGES - 2;
const CUSTOMER = STAGES - 1;

/** The opportunities of the period that are open or won, divided among sources by the model. */
export function pipelineShares(journeys: Journeys, question: PipelineQuestion): PipelineShares {
  const grouping = groupBy(journeys, 'source');
  const deals = dealsOf(journeys, question);
  const isValued =
    deals.length > 0 && deals.every(({ worth }) => worth?.currency === question.currencies.base);
  const amountOf = ({ worth }: Deal): number => (isValued ? (worth?.amount ?? 0) : PARTS_OF_A_DEAL);
  const divide =
    question.model === 'markov' ? byAllJourneys(journeys, question, grouping) : byEachJourney(grouping);
  const parts = new Map<string, number>();
  for (const deal of deals)
    for (const [source, part] of divide(deal, amountOf(deal)))
      parts.set(source, (parts.get(source) ?? 0) + part);
  return {
    currency: isValued ? question.currencies.base : null,
    whole: deals.reduce((sum, deal) => sum + amountOf(deal), 0),
    rows: [...parts].map(([source, part]) => ({ source, part })),
  };
}

type Divide = (deal: Deal, amount: number) => [source: string, part: number][];

const byEachJourney =
  ({ keys, groupOf }: Grouping): Divide =>
  ({ sources, weights }, amount) =>
    splitMinor(amount, weights).map((part, index) => {
      const group = groupOf(0, sources[index] ?? UNKNOWN);
      return [keys[group] ?? '', part];
    });

/** Markov knows no credits of one deal: each is divided as all conversions to opportunities together. */
function byAllJourneys(journeys: Journeys, question: PipelineQuestion, grouping: Grouping): Divide {
  const credits = markovOf(journeys, { ...question, stage: 'opportunity', groupBy: 'source' }, grouping);
  const weights = grouping.keys.map((_key, group) => credits.conversions.of(group));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return () => [];
  const shares = weights.map((weight) => weight / total);
  return (_deal, amount) =>
    splitMinor(amount, shares).map((part, group) => [grouping.keys[group] ?? '', part]);
}

function dealsOf(journeys: Journeys, question: PipelineQuestion): Deal[] {
  const deals: Deal[] = [];
  const { model, currencies } = question;
  const take = (row: number, conversion: Conversion): void => {
    const worth = worthOf(journeys, row);
    deals.push({
      worth: worth && (inBase(worth, currencies) ?? worth),
      sources: [...conversion.sources],
      weights: weightsIn(model, conversion),
    });
  };
  const won = (row: number): boolean => !Number.isNaN(journeys.reachedAt[row * STAGES + CUSTOMER]);
  eachConversion(journeys, { ...question, stage: 'opportunity' }, (row, conversion) => {
    if (won(row) || !isOut(journeys, row)) take(row, conversion);
  });
  // whose opportunity nobody reported
  eachConversion(journeys, { ...question, stage: 'customer' }, (row, conversion) => {
    if (((journeys.implied[row] ?? 0) & (1 << OPPORTUNITY)) !== 0) take(row, conversion);
  });
  return deals;
}

function weightsIn(model: AttributionModel, { touches, occasion }: Conversion): number[] {
  if (touches.length === 0 || model === 'markov') return [1];
  return weightsOf(model, touches, occasion);
}

function isOut({ exits }: Journeys, row: number): boolean {
  const count = exits.count[row] ?? 0;
  return count > 0 && Number.isNaN(exits.cells[(exits.start[row] ?? 0) + (count - 1) * EXIT + 2]);
}

/** What somebody said it is worth; of a won deal without that, the first payment. */
function worthOf({ valueMinor, valueCurrency, revenue, names }: Journeys, row: number): Money | null {
  const money = (amount: number, currency = UNKNOWN): Money => ({ amount, currency: names[currency] ?? '' });
  const value = valueMinor[row] ?? Number.NaN;
  if (!Number.isNaN(value)) return money(value, valueCurrency[row]);
  const from = revenue.start[row] ?? 0;
  for (let cell = from; cell < from + (revenue.count[row] ?? 0) * REVENUE; cell += REVENUE)
    if (revenue.cells[cell + 1] === 0) return money(revenue.cells[cell + 2] ?? 0, revenue.cells[cell + 3]);
  return null;
}
