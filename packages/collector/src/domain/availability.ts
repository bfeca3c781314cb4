import type { CalendarSettings, SalesPerson, WorkingHours } from '@headwater/contract';
import { Temporal } from 'temporal-polyfill';
import { publicHolidays } from './holidays.ts';
import { hoursOfPerson } from './people.ts';

/**
 * Whether somebody can be given a lead, and in words why not: `away` on days out of office, `full` with as many
 * open leads as they can have, `off_hours` when they will see it later.
 */
export type Availability = { is: 'free' | 'off_hours' | 'away' | 'full'; because: string };

/** The wall clock of a place: ISO date, ISO weekday (1 is Monday), `HH:MM`. */
export type LocalTime = { date: string; weekday: number; time: string };

/** Reads the wall clocks of one moment, each place once: a large team lives in few time zones. */
export function localTimesAt(atMs: number): (timeZone: string) => LocalTime {
  const instant = Temporal.Instant.fromEpochMilliseconds(atMs);
  const read = new Map<string, LocalTime>();
  return (timeZone) => {
    const known = read.get(timeZone);
    if (known) return known;
    const { offsetNanoseconds, dayOfWeek: weekday } = instant.toZonedDateTimeISO(timeZone);
    const there = new Date(atMs + offsetNanoseconds / 1e6).toISOString();
    const local = { date: there.slice(0, 10), weekday, time: there.slice(11, 16) };
    read.set(timeZone, local);
    return local;
  };
}

/** Whether a person can be given a lead at the moment of `localTime`. `openLeads` are those they have now. */
export function availabilityOf(
  person: SalesPerson,
  openLeads: number,
  calendar: CalendarSettings,
  localTime: (timeZone: string) => LocalTime,
): Availability {
  const hours = hoursOfPerson(person, calendar);
  const local = localTime(hours.timeZone);
  if (person.left !== undefined && person.left <= local.date) return { is: 'away', because: 'has left' };
  const absence = person.absences.find(({ from, until }) => from <= local.date && local.date <= until);
  if (absence) return { is: 'away', because: `is out of office until ${absence.until}` };
  const { capacity = Infinity } = person;
  if (openLeads >= capacity) return { is: 'full', because: `has ${openLeads} of ${capacity} open leads` };
  if (isHoliday(local.date, hours.holidays)) return { is: 'off_hours', because: 'has a public holiday' };
  if (!isAtWork(local, hours)) return { is: 'off_hours', because: 'is outside working hours' };
  return { is: 'free', because: 'is free' };
}

function isHoliday(date: string, region: string | undefined): boolean {
  return region !== undefined && publicHolidays(region, Number(date.slice(0, 4))).has(date);
}

/** Hours that end at or before their start began yesterday or end tomorrow. */
function isAtWork({ weekday, time }: LocalTime, { days, from, to }: WorkingHours): boolean {
  const isToday = days.includes(weekday);
  if (from < to) return isToday && from <= time && time < to;
  const wasYesterday = days.includes(weekday === 1 ? 7 : weekday - 1);
  return (isToday && from <= time) || (wasYesterday && time < to);
}
