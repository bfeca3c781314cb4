import type { WarningSettings } from '@headwater/contract';
import { dateAt, quarterAt } from './calendarPeriod.ts';
import { mondayOf, mornings, nextAfter } from './digestTimes.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const DAY_MS = 86_400_000;

/** The name of the period that a moment falls into: `2026-03`, `2026-Q1`, or the Monday of its week. */
export function periodAt(ms: number, period: WarningSettings['period'], timeZone: string): string {
  switch (period) {
    case 'week':
      return mondayOf(dateAt(ms, timeZone)).toString();
    case 'month':
      return dateAt(ms, timeZone).toPlainYearMonth().toString();
    case 'quarter':
      return quarterAt(ms, timeZone).name;
  }
}

/** When it is looked next: every day at this time on the wall. */
export function nextCheckAt(nowMs: number, at: string, timeZone: string): number {
  const hours = { timeZone, days: EVERY_DAY, from: at, to: at };
  return nextAfter(mornings({ hours, absences: [] }, { on: true }), nowMs) ?? nowMs + DAY_MS;
}

/** The first months of a number of calendar months that end with this one: `2025-04` of 12 in March 2026. */
export function firstMonth(nowMs: number, months: number, timeZone: string): string {
  return dateAt(nowMs, timeZone)
    .toPlainYearMonth()
    .subtract({ months: months - 1 })
    .toString();
}
