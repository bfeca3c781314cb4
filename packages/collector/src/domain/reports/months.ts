import { dateAt, endOfMonth } from '../calendarPeriod.ts';

/** A month such as `2026-03`, from a moment until before another, epoch milliseconds. */
export type Month = { name: string; fromMs: number; untilMs: number };

/** Every month from one moment to another, by the calendar of a time zone. */
export function monthsBetween(fromMs: number, toMs: number, timeZone: string): Month[] {
  const months: Month[] = [];
  for (let at = fromMs; at <= toMs; at = months.at(-1)?.untilMs ?? Infinity) {
    const name = dateAt(at, timeZone).toPlainYearMonth().toString();
    months.push({ name, fromMs: at, untilMs: endOfMonth(name, timeZone) });
  }
  return months;
}

/** The place of the month that a moment falls into; the last one for what is later. */
export function monthOf(months: readonly Month[], atMs: number): number {
  let low = 0;
  let high = months.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (atMs < (months[middle]?.untilMs ?? Infinity)) high = middle;
    else low = middle + 1;
  }
  return low;
}
