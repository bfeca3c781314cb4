import type { Absence, CalendarSettings, WorkingHours } from '@headwater/contract';
import { Temporal } from 'temporal-polyfill';
import { publicHolidays } from './holidays.ts';

const MINUTE_MS = 60_000;
const ONE_DAY = { days: 1 };
/**
 * How far ahead working time is looked for: somebody may be absent for years, and a week may have a minute
 * of work. The longest deadline there is takes a year and a half of ordinary weeks.
 */
const MOST_DAYS = 5 * 366;

/** When somebody works: the hours of a week without public holidays of a region and without days off. */
export type WorkingTime = WorkingHours & {
  holidays?: string | undefined;
  absences?: readonly Pick<Absence, 'from' | 'until'>[];
};

/**
 * The moment, in epoch milliseconds, at which `minutes` of working time have passed since `atMs`. Time outside
 * the working hours does not count; an hour that a change of clocks skips or repeats counts as it was lived.
 * Hours that end at or before their start end on the next day. Where five years do not hold so much working
 * time, their end is the answer.
 */
export function addWorkingMinutes(atMs: number, minutes: number, working: WorkingTime): number {
  let restMs = Math.round(minutes * MINUTE_MS);
  if (restMs <= 0) return atMs;
  let date = firstDate(atMs, working);
  for (let count = 0; count < MOST_DAYS; count += 1) {
    const { fromMs, toMs } = hoursOf(date, working);
    const startMs = Math.max(fromMs, atMs);
    if (startMs + restMs <= toMs) return startMs + restMs;
    restMs -= Math.max(0, toMs - startMs);
    date = date.add(ONE_DAY);
  }
  return epochMs(date, '00:00', working);
}

/**
 * The same time of day `days` working days later, within the hours of that day; `atMs` itself for no days.
 * Bounded as {@link addWorkingMinutes} is.
 */
export function addWorkingDays(atMs: number, days: number, working: WorkingTime): number {
  if (days <= 0) return atMs;
  const start = zoned(atMs, working);
  let date = start.toPlainDate();
  for (let left = days, count = 0; left > 0 && count < MOST_DAYS; count += 1) {
    date = date.add(ONE_DAY);
    if (isWorkingDay(date, working)) left -= 1;
  }
  const { fromMs, toMs } = hoursOf(date, working);
  const sameTime = date.toZonedDateTime({
    timeZone: working.timeZone,
    plainTime: start.toPlainTime(),
  }).epochMilliseconds;
  return Math.min(Math.max(sameTime, fromMs), Math.max(toMs, fromMs));
}

/** Whether somebody works at that moment. */
export function isWorkingAt(ms: number, working: WorkingTime): boolean {
  const today = zoned(ms, working).toPlainDate();
  return [today.subtract(ONE_DAY), today].some((date) => {
    const { fromMs, toMs } = hoursOf(date, working);
    return fromMs <= ms && ms < toMs;
  });
}

/** How much working time lies between two moments, in milliseconds; 0 where the second is not later. */
export function workingMsBetween(fromMs: number, untilMs: number, working: WorkingTime): number {
  let sumMs = 0;
  let date = firstDate(fromMs, working);
  for (let count = 0; count < MOST_DAYS; count += 1) {
    const hours = hoursOf(date, working);
    sumMs += Math.max(0, Math.min(hours.toMs, untilMs) - Math.max(hours.fromMs, fromMs));
    date = date.add(ONE_DAY);
    if (epochMs(date, '00:00', working) >= untilMs) break;
  }
  return sumMs;
}

/** The next announcement of warm leads strictly after `nowMs`, on a working day; null when there is none. */
export function nextDigestAt(nowMs: number, calendar: CalendarSettings): number | null {
  let date = zoned(nowMs, calendar).toPlainDate();
  for (let count = 0; count < MOST_DAYS && calendar.digestAt.length > 0; count += 1) {
    const upcoming = digestsOn(date, calendar).filter((ms) => ms > nowMs);
    if (upcoming.length > 0) return Math.min(...upcoming);
    date = date.add(ONE_DAY);
  }
  return null;
}

/** A moment given as a day and a time on the wall, in epoch milliseconds; `daysLater` counts from `nowMs`. */
export function wallTime(
  day: string | { nowMs: number; daysLater: number },
  time: string,
  timeZone: string,
): number {
  const date =
    typeof day === 'string'
      ? Temporal.PlainDate.from(day)
      : zoned(day.nowMs, { timeZone }).toPlainDate().add({ days: day.daysLater });
  return epochMs(date, time, { timeZone });
}

/** The moment that a report begins or ends with, epoch milliseconds; of a day such as `2026-03-09` the first. */
export const firstMoment = (time: string, timeZone: string): number =>
  time.length === 10 ? wallTime(time, '00:00', timeZone) : Date.parse(time);

/** The ISO weekday on the wall, 1 is Monday. */
export const weekday = (ms: number, timeZone: string): number => zoned(ms, { timeZone }).dayOfWeek;

type In = Pick<WorkingHours, 'timeZone'>;

const zoned = (ms: number, { timeZone }: In): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);

/** A night shift that began yesterday may still be running. */
const firstDate = (ms: number, working: In): Temporal.PlainDate =>
  zoned(ms, working).toPlainDate().subtract(ONE_DAY);

function hoursOf(date: Temporal.PlainDate, working: WorkingTime): { fromMs: number; toMs: number } {
  if (!isWorkingDay(date, working)) return { fromMs: 0, toMs: 0 };
  const { from, to } = working;
  const last = to <= from || to === '24:00' ? date.add(ONE_DAY) : date;
  return {
    fromMs: epochMs(date, from, working),
    toMs: epochMs(last, to === '24:00' ? '00:00' : to, working),
  };
}

function isWorkingDay(
  date: Temporal.PlainDate,
  { days, holidays, absences = [] }: Pick<WorkingTime, 'days' | 'holidays' | 'absences'>,
): boolean {
  if (!days.includes(date.dayOfWeek)) return false;
  const day = date.toString();
  if (absences.some(({ from, until }) => from <= day && day <= until)) return false;
  return holidays === undefined || !publicHolidays(holidays, date.year).has(day);
}

function digestsOn(date: Temporal.PlainDate, calendar: CalendarSettings): number[] {
  if (!isWorkingDay(date, calendar)) return [];
  return calendar.digestAt.map((time) => epochMs(date, time, calendar));
}

function epochMs(date: Temporal.PlainDate, plainTime: string, { timeZone }: In): number {
  return date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
}
