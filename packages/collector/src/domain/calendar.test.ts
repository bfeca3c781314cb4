import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalendarSettings } from '@headwater/contract';
import { addWorkingMinutes, nextDigestAt } from './calendar.ts';
import { defaultSettings } from './defaults.ts';

const utc = defaultSettings.calendar;
const berlin: CalendarSettings = { ...utc, timeZone: 'Europe/Berlin' };
const always: CalendarSettings = { ...utc, days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' };
const nights: CalendarSettings = { ...berlin, days: [6], from: '22:00', to: '06:00' };
const sundays: CalendarSettings = { ...always, timeZone: 'Europe/Berlin', days: [7] };
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().replace(':00.000Z', 'Z'));

describe('addWorkingMinutes', () => {
  it.each<[string, CalendarSettings, string, number, string]>([
    ['within a day', utc, '2026-03-04T10:00Z', 5, '2026-03-04T10:05Z'],
    ['before opening', utc, '2026-03-04T03:00Z', 5, '2026-03-04T09:05Z'],
    ['up to closing time', utc, '2026-03-04T16:55Z', 5, '2026-03-04T17:00Z'],
    ['Friday 16:58', utc, '2026-03-06T16:58Z', 5, '2026-03-09T09:03Z'],
    ['Friday after closing', utc, '2026-03-06T17:00Z', 5, '2026-03-09T09:05Z'],
    ['Saturday', utc, '2026-03-07T12:00Z', 240, '2026-03-09T13:00Z'],
    ['a whole working day', utc, '2026-03-04T10:00Z', 480, '2026-03-05T10:00Z'],
    ['a week of working days', utc, '2026-03-04T10:00Z', 2400, '2026-03-11T10:00Z'],
    ['parts of a minute', utc, '2026-03-04T16:59:30Z', 0.75, '2026-03-05T09:00:15.000Z'],
    ['nothing to add', utc, '2026-03-07T12:00Z', 0, '2026-03-07T12:00Z'],
    ['summer in Berlin', berlin, '2026-07-03T14:58Z', 5, '2026-07-06T07:03Z'],
    ['winter in Berlin', berlin, '2026-01-09T15:58Z', 5, '2026-01-12T08:03Z'],
    ['over the spring change', berlin, '2026-03-27T15:58Z', 5, '2026-03-30T07:03Z'],
    ['over the autumn change', berlin, '2026-10-23T14:58Z', 5, '2026-10-26T08:03Z'],
    ['always open', always, '2026-03-07T23:58Z', 5, '2026-03-08T00:03Z'],
    ['a Sunday of 23 hours', sundays, '2026-03-28T23:00Z', 23 * 60 + 1, '2026-04-04T22:01Z'],
    ['a Sunday of 25 hours', sundays, '2026-10-24T22:00Z', 25 * 60 + 1, '2026-10-31T23:01Z'],
    ['through the skipped hour', { ...sundays, from: '01:00' }, '2026-03-29T00:30Z', 60, '2026-03-29T01:30Z'],
    [
      'hours that the change skips',
      { ...sundays, from: '02:00', to: '03:00' },
      '2026-03-29T00:00Z',
      5,
      '2026-04-05T00:05Z',
    ],
    ['a night shift of the day before', nights, '2026-03-08T04:58Z', 5, '2026-03-14T21:03Z'],
    ['a night shift over the spring change', nights, '2026-03-28T21:00Z', 7 * 60, '2026-03-29T04:00Z'],
  ])('%s', (_, calendar, at, minutes, expected) => {
    expect(iso(addWorkingMinutes(Date.parse(at), minutes, calendar))).toBe(expected);
  });

  const calendars = fc.constantFrom(utc, berlin, always, nights, sundays, {
    ...utc,
    timeZone: 'Asia/Kathmandu',
  });
  const at = fc.integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2027-01-01T00:00Z') });
  const seconds = fc.integer({ min: 0, max: 60 * 60 * 40 });
  const add = (ms: number, sec: number, calendar: CalendarSettings) =>
    addWorkingMinutes(ms, sec / 60, calendar);

  it('adds up: two spans one after the other are their sum', () => {
    fc.assert(
      fc.property(calendars, at, seconds, seconds, (calendar, start, a, b) => {
        expect(add(add(start, a, calendar), b, calendar)).toBe(add(start, a + b, calendar));
      }),
    );
  });

  it('never runs backwards, in the start or in the span', () => {
    fc.assert(
      fc.property(
        calendars,
        at,
        fc.nat(10 * 86_400_000),
        seconds,
        seconds,
        (calendar, start, later, a, more) => {
          const end = add(start, a, calendar);
          expect(end).toBeGreaterThanOrEqual(start + a * 1000);
          expect(add(start + later, a, calendar)).toBeGreaterThanOrEqual(end);
          expect(add(start, a + more, calendar)).toBeGreaterThanOrEqual(end);
        },
      ),
    );
  });

  it('is plain addition when it is always open', () => {
    fc.assert(
      fc.property(at, seconds, (start, sec) => {
        expect(add(start, sec, always)).toBe(start + sec * 1000);
      }),
    );
  });
});

describe('nextDigestAt', () => {
  it.each<[string, CalendarSettings, string, string | null]>([
    ['the first of the day', utc, '2026-03-04T08:59Z', '2026-03-04T09:00Z'],
    ['strictly later', utc, '2026-03-04T09:00Z', '2026-03-04T14:00Z'],
    ['the next day', utc, '2026-03-04T14:00Z', '2026-03-05T09:00Z'],
    ['after the weekend', utc, '2026-03-06T14:00Z', '2026-03-09T09:00Z'],
    [
      'whatever the order of the settings',
      { ...utc, digestAt: ['14:00', '09:00'] },
      '2026-03-04T08:00Z',
      '2026-03-04T09:00Z',
    ],
    ['in summer time', berlin, '2026-03-28T12:00Z', '2026-03-30T07:00Z'],
    ['in winter time', berlin, '2026-10-24T12:00Z', '2026-10-26T08:00Z'],
    ['never', { ...utc, digestAt: [] }, '2026-03-04T08:00Z', null],
  ])('%s', (_, calendar, now, expected) => {
    expect(iso(nextDigestAt(Date.parse(now), calendar))).toBe(expected);
  });
});
