import { Temporal } from 'temporal-polyfill';

/** From the first moment of a period, in epoch milliseconds, up to the first of the next; `from` is its first day. */
export type Period = { from: string; fromMs: number; untilMs: number };

/** The day on the wall at a moment, `YYYY-MM-DD`. */
export function dayAt(ms: number, timeZone: string): string {
  return dateAt(ms, timeZone).toString();
}

/** The days from a moment until before another, both included: a day that is only touched counts whole. */
export function daysOf(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  timeZone: string,
): { from: string; to: string } {
  return {
    from: Number.isFinite(fromMs) ? dayAt(fromMs, timeZone) : '0000-01-01',
    to: Number.isFinite(toMs) ? dayAt(toMs - 1, timeZone) : '9999-12-31',
  };
}

/** A quarter of the year, called `2026-Q1`. */
export type Quarter = Period & { name: string };

/** The quarter that a moment falls into. */
export function quarterAt(ms: number, timeZone: string): Quarter {
  const { year, month } = dateAt(ms, timeZone);
  return quarter(year, Math.ceil(month / 3), timeZone);
}

/** The quarter of a name such as `2026-Q1`, which was checked before. */
export function quarterNamed(name: string, timeZone: string): Quarter {
  return quarter(Number(name.slice(0, 4)), Number(name.slice(6)), timeZone);
}

function quarter(year: number, number: number, timeZone: string): Quarter {
  const first = Temporal.PlainDate.from({ year, month: number * 3 - 2, day: 1 });
  const name = `${String(year).padStart(4, '0')}-Q${number}`;
  return { name, ...periodFrom(first, { months: 3 }, timeZone) };
}

/** The first moment after a month such as `2026-03`, in epoch milliseconds. */
export function endOfMonth(month: string, timeZone: string): number {
  return periodFrom(Temporal.PlainDate.from(`${month}-01`), { months: 1 }, timeZone).untilMs;
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
