import type { ImpressionsCell } from '@headwater/contract';
import { shareOfMonth } from './spend.ts';

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
    const count =
      cell.period.length === 7
        ? shareOfMonth(cell.period, cell.count, fromDay, toDay)
        : onDay(cell, fromDay, toDay);
    return count === 0 ? [] : [{ ...cell, count }];
  });
}

const onDay = ({ period, count }: ImpressionsCell, fromDay: string, toDay: string): number =>
  period >= fromDay && period <= toDay ? count : 0;
