import type { WarningSettings } from '@headwater/contract';
import { dateAt, quarterAt } from './calendarPeriod.ts';
import { isoTime } from './isoTime.ts';
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

/** A period as a report is asked for it: a day, or a moment, from which and before which. */
export type AskedPeriod = { from: string; to: string };

/** So many days before today, up to this moment and with it. */
export function lastDays(nowMs: number, days: number, timeZone: string): AskedPeriod {
  const from = dateAt(nowMs, timeZone).subtract({ days }).toString();
  return { from, to: isoTime(nowMs + 1) };
}

/** So many whole months of the calendar, this one included: costs are known by the month. */
export function lastMonths(nowMs: number, months: number, timeZone: string): AskedPeriod {
  const next = dateAt(nowMs, timeZone).toPlainYearMonth().add({ months: 1 }).toPlainDate({ day: 1 });
  return { from: next.subtract({ months }).toString(), to: next.toString() };
}
