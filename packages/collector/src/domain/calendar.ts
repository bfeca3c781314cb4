import type { CalendarSettings } from '@headwater/contract';
import { Temporal } from 'temporal-polyfill';

const MINUTE_MS = 60_000;
const ONE_DAY = { days: 1 };

/**
 * The moment, in epoch milliseconds, at which `minutes` of working time have passed since `atMs`. Time outside
 * the working hours does not count; an hour that a change of clocks skips or repeats counts as it was lived.
 * Hours that end at or before their start end on the next day.
 */
export function addWorkingMinutes(atMs: number, minutes: number, calendar: CalendarSettings): number {
  let restMs = Math.round(minutes * MINUTE_MS);
  if (restMs <= 0) return atMs;
  // A night shift that began yesterday may still be running.
  let date = dateAt(atMs, calendar).subtract(ONE_DAY);
  for (;;) {
    const { fromMs, toMs } = hoursOf(date, calendar);
    const startMs = Math.max(fromMs, atMs);
    if (startMs + restMs <= toMs) return startMs + restMs;
    restMs -= Math.max(0, toMs - startMs);
    date = date.add(ONE_DAY);
  }
}

/** The next announcement of warm leads strictly after `nowMs`, on a working day; null when there is none. */
export function nextDigestAt(nowMs: number, calendar: CalendarSettings): number | null {
  if (calendar.digestAt.length === 0) return null;
  let date = dateAt(nowMs, calendar);
  for (;;) {
    const upcoming = digestsOn(date, calendar).filter((ms) => ms > nowMs);
    if (upcoming.length > 0) return Math.min(...upcoming);
    date = date.add(ONE_DAY);
  }
}

function dateAt(ms: number, calendar: CalendarSettings): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(calendar.timeZone).toPlainDate();
}

function hoursOf(date: Temporal.PlainDate, calendar: CalendarSettings): { fromMs: number; toMs: number } {
  if (!calendar.days.includes(date.dayOfWeek)) return { fromMs: 0, toMs: 0 };
  const { from, to } = calendar;
  const last = to <= from || to === '24:00' ? date.add(ONE_DAY) : date;
  return {
    fromMs: epochMs(date, from, calendar),
    toMs: epochMs(last, to === '24:00' ? '00:00' : to, calendar),
  };
}

function digestsOn(date: Temporal.PlainDate, calendar: CalendarSettings): number[] {
  if (!calendar.days.includes(date.dayOfWeek)) return [];
  return calendar.digestAt.map((time) => epochMs(date, time, calendar));
}

function epochMs(date: Temporal.PlainDate, plainTime: string, { timeZone }: CalendarSettings): number {
  return date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
}
