import type { Money } from '@headwater/contract';

/** What was said with a change of stage: `revenue €12,000, margin €3,000: a two-year contract`; null for nothing. */
export function stageNote({
  value,
  revenue,
  margin,
  reason,
}: {
  value?: Money | undefined;
  revenue?: Money | undefined;
  margin?: Money | undefined;
  reason?: string | null | undefined;
}): string | null {
  const amounts = Object.entries({ value, revenue, margin })
    .flatMap(([name, money]) => (money ? [`${name} ${moneyInWords(money)}`] : []))
    .join(', ');
  return [amounts, reason?.trim()].filter(Boolean).join(': ') || null;
}

function moneyInWords({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
