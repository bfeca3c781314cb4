import Holidays from 'date-holidays';

/** Days of a year that are free, as `2026-12-25`. */
export type DaysOff = ReadonlySet<string>;

/** What has been looked up: there are a few regions and years, and each costs some milliseconds. */
const found = new Map<string, DaysOff>();
/** Settings name regions; whoever changes them all day long fills no memory. */
const MOST_KEPT = 2000;

/**
 * The public holidays of a region (`DE`, `DE-BY`, `US-CA`) in a year, those moved to a working day included.
 * Half days are working days. A region that is not known has the holidays of what it lies in, else none.
 * The calendars are those of https://github.com/commenthol/date-holidays.
 */
export function publicHolidays(region: string, year: number): DaysOff {
  const key = `${region} ${year}`;
  const known = found.get(key);
  if (known) return known;
  if (found.size >= MOST_KEPT) found.clear();
  const days = new Set(calendarOf(region).getHolidays(year).flatMap(wholeDays));
  found.set(key, days);
  return days;
}

/** Whether there is a calendar of public holidays for exactly this region. */
export function isHolidayRegion(region: string): boolean {
  const [country = '', state, part] = region.split('-');
  const all = new Holidays();
  if (!Object.hasOwn(all.getCountries(), country)) return false;
  if (state === undefined) return true;
  if (!Object.hasOwn(all.getStates(country) ?? {}, state)) return false;
  return part === undefined || Object.hasOwn(all.getRegions(country, state) ?? {}, part);
}

function calendarOf(region: string): Holidays {
  const [country = '', state = '', part = ''] = region.split('-');
  return new Holidays(country, state, part, { types: ['public'] });
}

const DAY_MS = 86_400_000;

/** `date` begins with the day on the wall, whatever the time zone; some holidays last several days. */
function wholeDays({ date, start, end }: { date: string; start: Date; end: Date }): string[] {
  if (date.slice(11, 19) !== '00:00:00') return [];
  const days = Math.round((end.getTime() - start.getTime()) / DAY_MS);
  const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  return Array.from({ length: days }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
}
