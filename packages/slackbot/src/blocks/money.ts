import type { Money } from '@headwater/contract';

/** `€1,200` or `€99.50`: minor units of any currency, whole amounts without decimals. */
export function inWords({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}
