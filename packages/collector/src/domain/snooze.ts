import type { SnoozeTime } from '@headwater/contract';
import { wallTime, weekday } from './calendar.ts';

const HOUR_MS = 3_600_000;
const LONGEST_MS = 366 * 24 * HOUR_MS;
const MORNING = '09:00';

/**
 * Until when a lead is put off, epoch milliseconds: `until` is a time by name, a day, or a moment. Days begin
 * at 9:00 in `timeZone`. Null where that does not lie ahead, or more than a year.
 */
export function snoozedUntil(until: string, nowMs: number, timeZone: string): number | null {
  const ms = momentOf(until, nowMs, timeZone);
  return ms > nowMs && ms <= nowMs + LONGEST_MS ? ms : null;
}

/** The contract lets nothing else pass than these names, a day, or a moment. */
function momentOf(until: SnoozeTime | (string & {}), nowMs: number, timeZone: string): number {
  switch (until) {
    case 'in_1_hour':
      return nowMs + HOUR_MS;
    case 'tomorrow':
      return wallTime({ nowMs, daysLater: 1 }, MORNING, timeZone);
    case 'next_week':
      return wallTime({ nowMs, daysLater: 8 - weekday(nowMs, timeZone) }, MORNING, timeZone);
    default:
      return until.length === 10 ? wallTime(until, MORNING, timeZone) : Date.parse(until);
  }
}
