import type { CurrencySettings } from '@headwater/contract';
import { inBase } from '../currency.ts';
import { REVENUE, STAGES, UNKNOWN, type Journeys } from './journeys.ts';

/** What a lead brought in one currency, minor units. `margin` is null where it is not known. */
export type LeadMoney = {
  currency: string;
  revenue: number;
  margin: number | null;
  /** First payments. */
  started: number;
  /** The same with expansions, refunds and cancellations, as long as they stay; what was bought besides is left out. */
  kept: number;
};

export type MoneyQuestion = { currencies: CurrencySettings; marginPercent: number | undefined };

type Counted = LeadMoney & { marginKnown: number; revenueOfIt: number; without: number };

/**
 * What came of a lead, by currency, converted where a rate was entered. Revenue that was reported without a margin
 * has that of the lead's other revenue, so a refund takes its margin with it; else the percentage of the settings.
 */
export function moneyOfLead(
  { revenue, names }: Journeys,
  row: number,
  { currencies, marginPercent }: MoneyQuestion,
): LeadMoney[] {
  const found: Counted[] = [];
  const inForce = (amount: number, currency: string) =>
    inBase({ amount, currency }, currencies) ?? { amount, currency };
  const from = revenue.start[row] ?? 0;
  for (let cell = from; cell < from + (revenue.count[row] ?? 0) * REVENUE; cell += REVENUE) {
    const [, kind = 0, said = 0, place = UNKNOWN, margin = Number.NaN] = revenue.cells.subarray(
      cell,
      cell + REVENUE,
    );
    const name = names[place] ?? '';
    const { amount, currency } = inForce(said, name);
    let counted = found.find((each) => each.currency === currency);
    if (!counted) found.push((counted = nothingIn(currency)));
    counted.revenue += amount;
    if (kind === 0) counted.started += amount;
    if (kind !== 1) counted.kept += amount;
    if (Number.isNaN(margin)) counted.without += amount;
    else {
      counted.marginKnown += inForce(margin, name).amount;
      counted.revenueOfIt += amount;
    }
  }
  return found.map((counted) => ({ ...counted, margin: marginOf(counted, marginPercent) }));
}

const nothingIn = (currency: string): Counted => ({
  currency,
  revenue: 0,
  margin: null,
  started: 0,
  kept: 0,
  marginKnown: 0,
  revenueOfIt: 0,
  without: 0,
});

function marginOf(
  { marginKnown, revenueOfIt, without }: Counted,
  percent: number | undefined,
): number | null {
  if (without === 0) return marginKnown;
  if (revenueOfIt !== 0) return marginKnown + Math.round((without * marginKnown) / revenueOfIt);
  return percent === undefined ? null : marginKnown + Math.round((without * percent) / 100);
}

/** When a customer left, epoch milliseconds: they cancelled and bought nothing after. NaN for who did not. */
export function leftAt({ revenue }: Journeys, row: number): number {
  let at = Number.NaN;
  const from = revenue.start[row] ?? 0;
  for (let cell = from; cell < from + (revenue.count[row] ?? 0) * REVENUE; cell += REVENUE) {
    const kind = revenue.cells[cell + 1] ?? 0;
    if (kind === 4) at = revenue.cells[cell] ?? Number.NaN;
    else if (kind <= 2) at = Number.NaN;
  }
  return at;
}

export const wonAt = ({ reachedAt }: Journeys, row: number): number =>
  reachedAt[row * STAGES + STAGES - 1] ?? Number.NaN;
