import type { CurrencySettings, Money } from '@headwater/contract';
import { splitMinor, unattributed } from '../attribution/index.ts';
import { inBase } from '../currency.ts';
import { groupBy, type Dimension } from './grouping.ts';
import { EXIT, REVENUE, STAGES, UNKNOWN, type Journeys } from './journeys.ts';
import { createShareReader, weightsIn, type ShareQuestion } from './leadShares.ts';
import { leadsIn, passes, sourcesIn, unknownKey, type Scope } from './scope.ts';
import { rate, settled } from './sums.ts';

export type ConcentrationQuestion = Scope &
  ShareQuestion & { groupBy: Dimension; currencies: CurrencySettings };

/**
 * How much of the pipeline each group has. `amount` is worth in minor units of `currency` where `measure` is value,
 * and the number of deals, with parts, where it is number. `share` is from 0 to 1, null where there is no pipeline.
 */
export type Concentration = {
  measure: 'value' | 'number';
  currency: string | null;
  rows: { key: string; amount: number; share: number | null }[];
  total: number;
  /** The source with the largest share; what came from nowhere known is none. */
  most: { key: string; share: number } | null;
};

type Deal = { row: number; worth: Money | null };

/**
 * The pipeline of a period: the opportunities that were reached in it and are open or won, by whom the model or the
 * original source says they came from. It is measured by value where each has one and all are of one currency, by
 * their number otherwise.
 */
export function concentrationOf(journeys: Journeys, question: ConcentrationQuestion): Concentration {
  const deals = dealsOf(journeys, question);
  const [first] = deals;
  const currency = first?.worth?.currency ?? null;
  const isValued = currency !== null && deals.every(({ worth }) => worth?.currency === currency);
  const grouping = groupBy(journeys, question.groupBy);
  const allowed = sourcesIn(journeys, question.filter);
  const sharesOf = createShareReader(journeys, question);
  const amounts = new Map<string, number>();
  for (const { row, worth } of deals) {
    const own = sharesOf(row);
    const weights = weightsIn(own);
    const parts = isValued ? splitMinor(worth?.amount ?? 0, weights) : weights;
    for (const [index, part] of parts.entries()) {
      const source = own.sources[index] ?? UNKNOWN;
      if (!passes(allowed, source)) continue;
      const key = grouping.keys[grouping.groupOf(row, source)] ?? unattributed;
      amounts.set(key, (amounts.get(key) ?? 0) + part);
    }
  }
  return { measure: isValued ? 'value' : 'number', currency: isValued ? currency : null, ...shares(amounts) };
}

function shares(amounts: ReadonlyMap<string, number>): Pick<Concentration, 'rows' | 'total' | 'most'> {
  const total = settled([...amounts.values()].reduce((sum, amount) => sum + amount, 0));
  const rows = [...amounts]
    .map(([key, sum]) => ({ key, amount: settled(sum), share: rate(settled(sum), total) }))
    .filter(({ amount }) => amount !== 0)
    .toSorted((a, b) => b.amount - a.amount || (a.key < b.key ? -1 : 1));
  const most = rows.find(({ key }) => key !== unattributed && key !== unknownKey);
  return { rows, total, most: most && most.share !== null ? { key: most.key, share: most.share } : null };
}

function dealsOf(journeys: Journeys, question: ConcentrationQuestion): Deal[] {
  const { fromMs, toMs, filter, currencies } = question;
  const isIn = leadsIn(journeys, filter);
  const deals: Deal[] = [];
  for (let row = 0; row < journeys.size; row += 1) {
    const at = journeys.reachedAt[row * STAGES + STAGES - 2] ?? Number.NaN;
    if (!(at >= fromMs && at < toMs) || !isIn(row)) continue;
    const isWon = !Number.isNaN(journeys.reachedAt[row * STAGES + STAGES - 1]);
    if (!isWon && isOut(journeys, row)) continue;
    const worth = worthOf(journeys, row, isWon);
    deals.push({ row, worth: worth && (inBase(worth, currencies) ?? worth) });
  }
  return deals;
}

function isOut({ exits }: Journeys, row: number): boolean {
  const count = exits.count[row] ?? 0;
  return count > 0 && Number.isNaN(exits.cells[(exits.start[row] ?? 0) + (count - 1) * EXIT + 2]);
}

/** What somebody said the opportunity is worth; of a won deal without that, what it brought first. */
function worthOf(
  { valueMinor, valueCurrency, revenue, names }: Journeys,
  row: number,
  isWon: boolean,
): Money | null {
  const valued = valueMinor[row] ?? Number.NaN;
  if (!Number.isNaN(valued)) return { amount: valued, currency: names[valueCurrency[row] ?? UNKNOWN] ?? '' };
  if (!isWon) return null;
  const from = revenue.start[row] ?? 0;
  for (let cell = from; cell < from + (revenue.count[row] ?? 0) * REVENUE; cell += REVENUE)
    if (revenue.cells[cell + 1] === 0)
      return {
        amount: revenue.cells[cell + 2] ?? 0,
        currency: names[revenue.cells[cell + 3] ?? UNKNOWN] ?? '',
      };
  return null;
}
