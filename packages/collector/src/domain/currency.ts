import type { CurrencySettings, Money } from '@headwater/contract';
import { decimalsOf } from './money.ts';

/**
 * The amount in the base currency, in whole minor units rounded half away from zero; null where no rate was
 * entered. Rates are between major units: `{ base: 'EUR', rates: { USD: 0.92 } }` makes 0.92 EUR of a dollar.
 */
export function inBase({ amount, currency }: Money, { base, rates }: CurrencySettings): Money | null {
  if (currency === base) return { amount, currency };
  const rate = Object.hasOwn(rates, currency) ? rates[currency] : undefined;
  if (rate === undefined) return null;
  const scale = 10 ** ((decimalsOf(base) ?? 2) - (decimalsOf(currency) ?? 2));
  const size = Math.round(Number((Math.abs(amount) * rate * scale).toPrecision(15)));
  return { amount: amount < 0 ? 0 - size : size, currency: base };
}

/**
 * The sum of amounts: those with a rate in the base currency, the others by currency, kept apart. Each is
 * converted by itself, so that the rows of a report add up to its total.
 */
export function sumMoney(amounts: readonly Money[], settings: CurrencySettings): Money[] {
  const sums = new Map<string, number>();
  for (const each of amounts) {
    const { amount, currency } = inBase(each, settings) ?? each;
    sums.set(currency, (sums.get(currency) ?? 0) + amount);
  }
  const isBase = ({ currency }: Money): number => Number(currency === settings.base);
  return [...sums]
    .map(([currency, amount]) => ({ amount, currency }))
    .toSorted((a, b) => isBase(b) - isBase(a) || (a.currency < b.currency ? -1 : 1));
}
