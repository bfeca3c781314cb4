import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorkingDays,
  addWorkingMinutes,
  isWorkingAt,
  nextDigestAt,
  workingMsBetween,
  type WorkingTime,
} from './calendar.ts';
import { defaultSettings } from './defaults.ts';
import { managerOf, workingTimeOf } from './workingTime.ts';

const { digestAt, ...week } = defaultSettings.calendar;
const bavaria: WorkingTime = { ...week, timeZone: 'Europe/Berlin', holidays: 'DE-BY' };
const away: WorkingTime = { ...bavaria, absences: [{ from: '2026-03-09', until: '2026-03-13' }] };
const night: WorkingTime = { ...bavaria, days: [4], from: '22:00', to: '06:00' };
const iso = (ms: number) => new Date(ms).toISOString().replace(':00.000Z', 'Z');
const ms = (time: string) => Date.parse(time);

describe('working minutes', () => {
  it.each<[string, WorkingTime, string, number, string]>([
    ['over Easter', bavaria, '2026-04-02T14:58Z', 5, '2026-04-07T07:03Z'],
    ['over Easter where it is no holiday', { ...week }, '2026-04-02T16:58Z', 5, '2026-04-03T09:03Z'],
    ['over a holiday in the middle of the week', bavaria, '2026-05-13T14:58Z', 5, '2026-05-15T07:03Z'],
    ['from within a holiday', bavaria, '2026-05-14T10:00Z', 60, '2026-05-15T08:00Z'],
    ['over the turn of the year', bavaria, '2026-12-31T15:58Z', 5, '2027-01-04T08:03Z'],
    ['over a week of vacation', away, '2026-03-06T15:58Z', 5, '2026-03-16T08:03Z'],
    [
      'over a vacation that ends with the change of clocks',
      {
        ...bavaria,
        absences: [{ from: '2026-03-23', until: '2026-03-27' }],
      },
      '2026-03-20T15:58Z',
      5,
      '2026-03-30T07:03Z',
    ],
    [
      'a night shift lasts into a holiday that follows it',
      night,
      '2026-05-28T21:00Z',
      180,
      '2026-05-29T00:00Z',
    ],
    ['a night shift that would begin on a holiday', night, '2026-05-14T19:00Z', 60, '2026-05-21T21:00Z'],
  ])('%s', (_, working, at, minutes, expected) => {
    expect(iso(addWorkingMinutes(ms(at), minutes, working))).toBe(expected);
  });

  it('end after five years for somebody who is away for good, at once', () => {
    const gone = { ...bavaria, absences: [{ from: '2026-01-01', until: '2099-12-31' }] };
    const end = addWorkingMinutes(ms('2026-03-06T15:58Z'), 5, gone);
    expect(new Date(end).getUTCFullYear()).toBe(2031);
  });

  it('end after five years where a week holds a minute', () => {
    const hardly = { ...week, days: [1], from: '09:00', to: '09:01' };
    expect(new Date(addWorkingMinutes(ms('2026-03-06T15:58Z'), 60_000, hardly)).getUTCFullYear()).toBe(2031);
  });

  it('between two moments are those that were added, and the last of them is worked', () => {
    const start = fc.integer({ min: ms('2026-01-01T00:00Z'), max: ms('2027-01-01T00:00Z') });
    const seconds = fc.integer({ min: 1, max: 60 * 60 * 60 });
    fc.assert(
      fc.property(fc.constantFrom(bavaria, away, night, week), start, seconds, (working, from, sec) => {
        const until = addWorkingMinutes(from, sec / 60, working);
        expect(workingMsBetween(from, until, working)).toBe(sec * 1000);
        expect(isWorkingAt(until - 1, working)).toBe(true);
      }),
    );
  });

  it('between a moment and an earlier one are none', () => {
    expect(workingMsBetween(ms('2026-03-04T12:00Z'), ms('2026-03-04T10:00Z'), bavaria)).toBe(0);
  });
});

describe('working days', () => {
  it.each<[string, WorkingTime, string, number, string]>([
    ['the same time two days later', bavaria, '2026-03-03T10:00Z', 2, '2026-03-05T10:00Z'],
    ['over the weekend and the change of clocks', bavaria, '2026-03-27T10:00Z', 1, '2026-03-30T09:00Z'],
    ['over a holiday', bavaria, '2026-05-13T10:00Z', 1, '2026-05-15T10:00Z'],
    ['over a vacation', away, '2026-03-06T10:00Z', 2, '2026-03-17T10:00Z'],
    ['from the evening to closing time', bavaria, '2026-03-03T20:00Z', 1, '2026-03-04T16:00Z'],
    ['from the night to opening time', bavaria, '2026-03-03T01:00Z', 1, '2026-03-04T08:00Z'],
    ['none', bavaria, '2026-03-07T01:00Z', 0, '2026-03-07T01:00Z'],
  ])('%s', (_, working, at, days, expected) => {
    expect(iso(addWorkingDays(ms(at), days, working))).toBe(expected);
  });
});

describe('whether somebody works', () => {
  it.each<[string, WorkingTime, string, boolean]>([
    ['in the morning', bavaria, '2026-03-04T08:00Z', true],
    ['before the hours', bavaria, '2026-03-04T07:59Z', false],
    ['as they end', bavaria, '2026-03-04T16:00Z', false],
    ['on a holiday', bavaria, '2026-01-06T10:00Z', false],
    ['on the last day of a vacation', away, '2026-03-13T10:00Z', false],
    ['on the day after', away, '2026-03-16T10:00Z', true],
    ['after midnight in a night shift', night, '2026-03-06T04:59Z', true],
    ['after a night shift', night, '2026-03-06T05:00Z', false],
  ])('%s', (_, working, at, expected) => {
    expect(isWorkingAt(ms(at), working)).toBe(expected);
  });
});

it('digests wait over a public holiday', () => {
  const calendar = { ...bavaria, digestAt };
  expect(iso(nextDigestAt(ms('2026-05-13T14:00Z'), calendar) ?? 0)).toBe('2026-05-15T07:00Z');
});

describe('the people of the settings', () => {
  const person = { specialisations: [], industries: [], languages: [], territories: [], experience: 0 };
  const hours = { timeZone: 'America/New_York', days: [1, 2, 3, 4, 5], from: '10:00', to: '18:00' };
  const absences = [{ from: '2026-03-09', until: '2026-03-13' }];
  const people = {
    people: [
      { ...person, slackUser: 'U0ANNA', hours, absences, holidays: 'US-NY', manager: 'U0MEL' },
      { ...person, slackUser: 'U0BEN', absences: [] },
    ],
    manager: 'U0MAX',
    admin: 'U0ADA',
  };
  const { calendar } = defaultSettings;

  it('have clocks of their own; nobody in particular has the general one', () => {
    expect(workingTimeOf('U0ANNA', { calendar, people })).toEqual({ ...hours, holidays: 'US-NY', absences });
    expect(workingTimeOf('U0BEN', { calendar, people })).toMatchObject({ timeZone: 'UTC', from: '09:00' });
    expect(workingTimeOf(null, { calendar, people })).toBe(calendar);
  });

  it.each([
    ['their own manager', 'U0ANNA', people, 'U0MEL'],
    ['everybody’s', 'U0BEN', people, 'U0MAX'],
    ['everybody’s for a lead of nobody', null, people, 'U0MAX'],
    ['the admin for the manager', 'U0MAX', people, 'U0ADA'],
    ['the admin without a manager', 'U0BEN', { people: [], admin: 'U0ADA' }, 'U0ADA'],
    ['nobody without either', 'U0BEN', { people: [] }, null],
  ])('are under %s', (_, slackUser, settings, expected) => {
    expect(managerOf(slackUser, { people: settings })).toBe(expected);
  });
});
