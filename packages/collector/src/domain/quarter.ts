import { Temporal } from 'temporal-polyfill';

/** A span of time: `fromMs` included, `untilMs` not, epoch milliseconds. */
export type Period = { name: string; fromMs: number; untilMs: number };

/** The quarter that a moment falls into, named `2026-Q1`. */
export function quarterAt(ms: number, timeZone: string): Period {
  const { year, month } = dateAt(ms, timeZone);
  return quarter(year, Math.ceil(month / 3), timeZone);
}

/** The quarter of a name such as `2026-Q1`, which was checked before. */
export function quarterNamed(name: string, timeZone: string): Period {
  return quarter(Number(name.slice(0, 4)), Number(name.slice(6)), timeZone);
}

function quarter(year: number, number: number, timeZone: string): Period {
  const first = Temporal.PlainDate.from({ year, month: number * 3 - 2, day: 1 });
  return {
    name: `${String(year).padStart(4, '0')}-Q${number}`,
    fromMs: startOf(first, timeZone),
    untilMs: startOf(first.add({ months: 3 }), timeZone),
  };
}

/** The first moment after a month such as `2026-03`, in epoch milliseconds. */
export function endOfMonth(month: string, timeZone: string): number {
  return startOf(Temporal.PlainDate.from(`${month}-01`).add({ months: 1 }), timeZone);
}

/** The day on which a moment falls, `YYYY-MM-DD`. */
export const dayOf = (ms: number, timeZone: string): string => dateAt(ms, timeZone).toString();

function dateAt(ms: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate();
}

const startOf = (date: Temporal.PlainDate, timeZone: string): number =>
  date.toZonedDateTime({ timeZone }).epochMilliseconds;
