import type { ImpressionsCell } from '@headwater/contract';
import { spendBetween } from './spend.ts';

/**
 * What of each cell falls on the days from `fromDay` to `toDay`, both included and `YYYY-MM-DD`. A month is spread
 * over its days as costs are, so that its days sum to it. Cells of which nothing falls there are left out.
 */
export function impressionsBetween(
  cells: readonly ImpressionsCell[],
  fromDay: string,
  toDay: string,
): ImpressionsCell[] {
  return cells.flatMap((cell) => {
    const count = cell.period.length === 7 ? inMonth(cell, fromDay, toDay) : onDay(cell, fromDay, toDay);
    return count === 0 ? [] : [{ ...cell, count }];
  });
}

const onDay = ({ period, count }: ImpressionsCell, fromDay: string, toDay: string): number =>
  period >= fromDay && period <= toDay ? count : 0;

function inMonth({ period, by, key, count }: ImpressionsCell, fromDay: string, toDay: string): number {
  const asSpend = {
    month: period,
    by,
    key,
    kind: 'ads' as const,
    amount: { amount: count, currency: 'XXX' },
  };
  return spendBetween([asSpend], fromDay, toDay)[0]?.amount.amount ?? 0;
}
