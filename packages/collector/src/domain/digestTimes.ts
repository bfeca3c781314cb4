import type { Absence, DigestSettings, WorkingHours } from '@headwater/contract';
import { Temporal } from 'temporal-polyfill';
import { publicHolidays } from './holidays.ts';
import { dateAt } from './calendarPeriod.ts';

/** One time at which something is told, and the period of which it is the only one. */
export type Occasion = { period: string; atMs: number };

/** When something is told: at most once on a day. What is later than `mayBeLateMs` is not told any more. */
export type Schedule = {
  timeZone: string;
  mayBeLateMs: number;
  on: (date: Temporal.PlainDate) => Occasion | null;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ONE_DAY = { days: 1 };
/** Nobody is away or free for so long and still waits for a list. */
const MOST_DAYS_AHEAD = 400;

/** Working hours of a week without the public holidays of a region. */
type Hours = WorkingHours & { holidays?: string | undefined };

/** Whose days they are. */
export type Working = { hours: Hours; absences: readonly Pick<Absence, 'from' | 'until'>[] };

/** Every working day when work begins. What comes half a day late is no morning list. */
export function mornings({ hours, absences }: Working, { at }: DigestSettings['morning']): Schedule {
  const { timeZone } = hours;
  const on = (date: Temporal.PlainDate): Occasion | null =>
    isWorkingDay(date, { hours, absences })
      ? { period: date.toString(), atMs: atTime(date, at ?? hours.from, timeZone) }
      : null;
  return { timeZone, mayBeLateMs: 12 * HOUR_MS, on };
}

/** Once a week. Its period is the week in which it is told, by its Monday. */
export function weeks(timeZone: string, { day, at }: DigestSettings['weekly']): Schedule {
  const on = (date: Temporal.PlainDate): Occasion | null =>
    date.dayOfWeek === day ? { period: mondayOf(date).toString(), atMs: atTime(date, at, timeZone) } : null;
  return { timeZone, mayBeLateMs: 6 * DAY_MS, on };
}

/** On the first working day of each month. Its period is the month in which it is told. */
export function months(hours: Hours, { at }: DigestSettings['monthly']): Schedule {
  const { timeZone } = hours;
  const on = (date: Temporal.PlainDate): Occasion | null =>
    date.equals(firstWorkingDay(date, hours))
      ? { period: date.toPlainYearMonth().toString(), atMs: atTime(date, at, timeZone) }
      : null;
  return { timeZone, mayBeLateMs: 20 * DAY_MS, on };
}

/**
 * What is to be told at `nowMs` of what became due after `sinceMs`: the latest of all, since a clock that
 * jumped a week, or a server that was off for one, makes nobody want seven lists.
 */
export function latestDue(schedule: Schedule, sinceMs: number, nowMs: number): Occasion | null {
  const earliestMs = Math.max(sinceMs, nowMs - schedule.mayBeLateMs);
  const first = dateAt(earliestMs, schedule.timeZone);
  let date = dateAt(nowMs, schedule.timeZone);
  while (Temporal.PlainDate.compare(date, first) >= 0) {
    const occasion = schedule.on(date);
    if (occasion && occasion.atMs > earliestMs && occasion.atMs <= nowMs) return occasion;
    date = date.subtract(ONE_DAY);
  }
  return null;
}

/** When something is told next, strictly after `nowMs`; null when not within the next year. */
export function nextAfter(schedule: Schedule, nowMs: number): number | null {
  let date = dateAt(nowMs, schedule.timeZone);
  for (let count = 0; count < MOST_DAYS_AHEAD; count += 1) {
    const occasion = schedule.on(date);
    if (occasion && occasion.atMs > nowMs) return occasion.atMs;
    date = date.add(ONE_DAY);
  }
  return null;
}

export function mondayOf(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 });
}

function isWorkingDay(date: Temporal.PlainDate, { hours, absences }: Working): boolean {
  const day = date.toString();
  if (!hours.days.includes(date.dayOfWeek)) return false;
  if (hours.holidays !== undefined && publicHolidays(hours.holidays, date.year).has(day)) return false;
  return !absences.some(({ from, until }) => from <= day && day <= until);
}

function firstWorkingDay(date: Temporal.PlainDate, hours: Hours): Temporal.PlainDate {
  let first = date.with({ day: 1 });
  while (!isWorkingDay(first, { hours, absences: [] })) first = first.add(ONE_DAY);
  return first;
}

/** A time that a change of clocks skips is an hour later; one that it repeats is the first of the two. */
function atTime(date: Temporal.PlainDate, plainTime: string, timeZone: string): number {
  return date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
}
