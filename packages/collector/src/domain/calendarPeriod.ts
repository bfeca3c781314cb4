import { Temporal } from 'temporal-polyfill';

/** From the first moment of a period, in epoch milliseconds, up to the first of the next; `from` is its first day. */
export type Period = { from: string; fromMs: number; untilMs: number };

/** Today where the zone is, as `YYYY-MM-DD`. */
export function dayAt(ms: number, timeZone: string): string {
  return dateAt(ms, timeZone).toString();
}

/** The quarter of the year. */
export function quarterAt(ms: number, timeZone: string): Period {
  const today = dateAt(ms, timeZone);
  const first = today.with({ month: today.month - ((today.month - 1) % 3), day: 1 });
  return periodFrom(first, { months: 3 }, timeZone);
}

/** The date in a time zone. */
export function dateAt(ms: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** So much time from a day on, by the calendar: a day of a change of clocks is shorter or longer. */
export function periodFrom(
  first: Temporal.PlainDate,
  length: Temporal.DurationLike,
  timeZone: string,
): Period {
  const startOf = (date: Temporal.PlainDate): number => date.toZonedDateTime(timeZone).epochMilliseconds;
  return { from: first.toString(), fromMs: startOf(first), untilMs: startOf(first.add(length)) };
}

/** The week before the one that begins on this Monday; `until` is its last day. */
export function weekBefore(monday: string, timeZone: string): Period & { until: string } {
  const next = Temporal.PlainDate.from(monday);
  const week = periodFrom(next.subtract({ weeks: 1 }), { weeks: 1 }, timeZone);
  return { ...week, until: next.subtract({ days: 1 }).toString() };
}

/** The month before this one, given as `2026-03`. */
export function monthBefore(month: string, timeZone: string): Period {
  const next = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  return periodFrom(next.subtract({ months: 1 }), { months: 1 }, timeZone);
}
