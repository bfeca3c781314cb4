import { Temporal } from 'temporal-polyfill';
import { periodFrom, quarterAt, quarterNamed, type Quarter } from './calendarPeriod.ts';

/** How many days after its end a quarter is final, where the settings do not say. */
const DAYS_UNLESS_SET = 14;

/** The moment from which the ranks of a quarter do not change any more, in epoch milliseconds. */
export function finalFrom(quarter: Quarter, days: number | undefined, timeZone: string): number {
  const first = Temporal.PlainDate.from(quarter.from).add({ months: 3 });
  return periodFrom(first, { days: days ?? DAYS_UNLESS_SET }, timeZone).untilMs;
}

/** The quarters from that of one moment to that of another, in order. */
export function quartersBetween(fromMs: number, untilMs: number, timeZone: string): Quarter[] {
  const quarters: Quarter[] = [];
  let quarter = quarterAt(fromMs, timeZone);
  while (quarter.fromMs <= untilMs) {
    quarters.push(quarter);
    quarter = quarterAt(quarter.untilMs, timeZone);
  }
  return quarters;
}

/** A quarter by its name, `last` for the one before that of the moment; without a name that of the moment. */
export function quarterCalled(name: string | undefined, nowMs: number, timeZone: string): Quarter {
  if (name === undefined) return quarterAt(nowMs, timeZone);
  if (name === 'last') return quarterAt(quarterAt(nowMs, timeZone).fromMs - 1, timeZone);
  return quarterNamed(name, timeZone);
}
