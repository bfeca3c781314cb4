import { MOST_MINOR, type Money } from '@headwater/contract';

/** Whole part and decimals: in groups by commas, points, apostrophes or spaces, or without groups. */
const shapes = [
  /^([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?$/,
  /^([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?$/,
  /^([1-9]\d{0,2}(?:['’ ]\d{3})+)(?:[.,](\d+))?$/,
  /^(\d+)(?:[.,](\d+))?$/,
];

const parts = /^([^\d.,-]*)(.*?)([^\d.,]*)$/;

/** Nothing else than the currency stands beside an amount: `12k` is not twelve. */
function isSign(text: string, currency: string): boolean {
  if (text === '' || /^[A-Z]{0,3}\p{Sc}$/u.test(text)) return true;
  const format = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const known = decimalsOf(currency) === null ? [] : new Intl.NumberFormat('en', format).formatToParts(0);
  const sign = known.find(({ type }) => type === 'currency')?.value;
  return [currency, sign].some((each) => each?.toUpperCase() === text.toUpperCase());
}

/**
 * What somebody typed as an amount: `12000`, `12,000.50`, `12.000,50`, `12 000`, also with the currency's sign
 * before or behind. Three digits after a single separator are a group: `12.000` is twelve thousand.
 * Null where it is no amount, has more decimals than the currency, or is larger than one amount may be.
 */
export function readMoney(typed: string, currency: string): Money | null {
  const digits = decimalsOf(currency);
  const [, before = '', bare = '', after = ''] = parts.exec(typed.replaceAll(/\s/g, ' ')) ?? [];
  if (![before, after].every((sign) => isSign(sign.trim(), currency))) return null;
  const shape = shapes.find((each) => each.test(bare));
  const [, whole, decimals = ''] = shape?.exec(bare) ?? [];
  if (digits === null || whole === undefined || decimals.length > digits) return null;
  const minor = Number(whole.replaceAll(/\D/g, '') + decimals.padEnd(digits, '0'));
  return minor <= MOST_MINOR ? { amount: minor, currency } : null;
}

/** How many decimals a currency has; null where it is none. */
export function decimalsOf(currency: string): number | null {
  if (!Intl.supportedValuesOf('currency').includes(currency)) return null;
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}
