import type { Money } from '@headwater/contract';

/** `€1,200` or `€99.50`: minor units of any currency, whole amounts without decimals. */
export function moneyInWords({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** What is left of several currencies, which nobody adds up; empty for none. */
export const sumsInWords = (sums: readonly Money[]): string => sums.map(moneyInWords).join(' and ');
