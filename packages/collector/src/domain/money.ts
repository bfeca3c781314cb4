import type { Money } from '@headwater/contract';

/** How many decimals a currency has (ISO 4217, as Intl knows it); null where there is no such currency. */
export function decimalsOf(currency: string): number | null {
  const known = decimals.get(currency);
  if (known !== undefined) return known;
  const found = currencies.has(currency) ? decimalsIn(currency) : null;
  if (found !== null) decimals.set(currency, found);
  return found;
}

const currencies = new Set(Intl.supportedValuesOf('currency'));
const decimals = new Map<string, number>();

const decimalsIn = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** The largest single amount, as in the contract. */
const MOST_MINOR = 10_000_000_000_000;

export type MoneyRead = { money: Money } | { wrong: 'amount' | 'currency'; reason: string };

/**
 * The amount `1234.50` of a currency in minor units, exactly: never by floating point. A comma is refused,
 * since `1,234` is two different amounts in two countries; so is what has more decimals than the currency.
 */
export function readAmount(text: string, currency: string): MoneyRead {
  const digits = decimalsOf(currency);
  if (digits === null)
    return { wrong: 'currency', reason: `${currency.slice(0, 20)} is not an ISO 4217 code such as EUR` };
  if (text.includes(','))
    return { wrong: 'amount', reason: 'holds a comma: write 1234.50, with a point and without groups' };
  const [, sign = '', whole, fraction = ''] = /^([+-]?)(\d{1,16})(?:\.(\d{1,16}))?$/.exec(text) ?? [];
  if (whole === undefined) return { wrong: 'amount', reason: 'is not an amount such as 1234.50' };
  if (/[1-9]/.test(fraction.slice(digits)))
    return { wrong: 'amount', reason: `has more than the ${digits} decimals of ${currency}` };
  const minor = Number(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`);
  if (minor > MOST_MINOR) return { wrong: 'amount', reason: 'is too large' };
  return { money: { amount: sign === '-' && minor !== 0 ? -minor : minor, currency } };
}
