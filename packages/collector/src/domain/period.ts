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
