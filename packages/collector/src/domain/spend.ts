import type { SpendCell } from '@headwater/contract';

/**
 * What of each cell falls on the days from `fromDay` to `toDay`, both included and `YYYY-MM-DD`. Cells of which
 * nothing falls there are left out; those of several months stay several.
 */
export function spendBetween(cells: readonly SpendCell[], fromDay: string, toDay: string): SpendCell[] {
  return cells.flatMap((cell) => {
    const amount = shareOfMonth(cell.month, cell.amount.amount, fromDay, toDay);
    return amount === 0 ? [] : [{ ...cell, amount: { ...cell.amount, amount } }];
  });
}

/**
 * What of the whole number of a month, `YYYY-MM`, falls on the days from `fromDay` to `toDay`, both included. It is
 * spread evenly over the days of the month in whole parts; what is left over goes to its first days (largest
 * remainder, ties by date), so the days sum to the month.
 */
export function shareOfMonth(month: string, whole: number, fromDay: string, toDay: string): number {
  const days = daysIn(month);
  const first = dayWithin(fromDay, month, days);
  const last = dayWithin(toDay, month, days);
  // the days before the month are day 0, those behind it are behind its last day
  const from = Math.max(first, 1);
  const until = Math.min(last, days);
  return until < from ? 0 : upTo(until, whole, days) - upTo(from - 1, whole, days);
}

/** What the first `count` of `days` days have together. */
function upTo(count: number, amount: number, days: number): number {
  const each = Math.trunc(amount / days);
  const left = amount - each * days;
  return each * count + Math.sign(left) * Math.min(count, Math.abs(left));
}

function dayWithin(day: string, month: string, days: number): number {
  const itsMonth = day.slice(0, 7);
  if (itsMonth !== month) return itsMonth < month ? 0 : days + 1;
  return Number(day.slice(8));
}

function daysIn(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  // the day before the first of the next month; setUTCFullYear, since Date.UTC takes the year 99 for 1999
  const last = new Date(0);
  last.setUTCFullYear(year, number, 0);
  return last.getUTCDate();
}
