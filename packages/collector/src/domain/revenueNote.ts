import type { Money } from '@headwater/contract';
import type { RevenueEntry } from './course.ts';
import { stageNote } from './stageNote.ts';

const names: Record<RevenueEntry['kind'], string> = {
  new: 'new business',
  repeat: 'repeat purchase',
  expansion: 'expansion',
  refund: 'refund',
  cancellation: 'cancellation',
};

/** What was said with an entry: `expansion, revenue €500: ten more seats`. */
export function revenueNote({
  kind,
  amount,
  margin,
  reason,
}: {
  kind: RevenueEntry['kind'];
  amount: Money;
  margin?: Money | null | undefined;
  reason?: string | null | undefined;
}): string {
  const said = stageNote({ revenue: amount, margin: margin ?? undefined, reason });
  return `${names[kind]}, ${said}`;
}
