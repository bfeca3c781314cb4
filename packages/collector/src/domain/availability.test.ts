import { describe, expect, it } from 'vitest';
import { availabilityOf, localTimesAt } from './availability.ts';
import { defaultSettings } from './defaults.ts';
import { person } from './routing.samples.ts';

const anna = { slackUser: 'UANNA' };
const berlin = { timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
const night = { timeZone: 'UTC', days: [1], from: '22:00', to: '06:00' };

const at = (time: string, known: object = {}, openLeads = 0) =>
  availabilityOf(
    person({ ...anna, ...known }),
    openLeads,
    defaultSettings.calendar,
    localTimesAt(Date.parse(time)),
  ).is;

describe('availabilityOf', () => {
  it.each([
    ['2026-03-03T09:00Z', {}, 'free'],
    ['2026-03-03T16:59Z', {}, 'free'],
    ['2026-03-03T17:00Z', {}, 'off_hours'],
    ['2026-03-03T08:59Z', {}, 'off_hours'],
    ['2026-03-07T12:00Z', {}, 'off_hours'],
    // the clocks of Berlin went forward on 29 March
    ['2026-03-27T08:00Z', { hours: berlin }, 'free'],
    ['2026-03-30T07:00Z', { hours: berlin }, 'free'],
    ['2026-03-27T07:30Z', { hours: berlin }, 'off_hours'],
    ['2026-03-30T15:30Z', { hours: berlin }, 'off_hours'],
    // a shift that began on Monday ends on Tuesday
    ['2026-03-02T23:00Z', { hours: night }, 'free'],
    ['2026-03-03T05:59Z', { hours: night }, 'free'],
    ['2026-03-03T23:00Z', { hours: night }, 'off_hours'],
    ['2026-03-02T05:00Z', { hours: night }, 'off_hours'],
  ])('at %s with %j is %s', (time, known, is) => {
    expect(at(time, known)).toBe(is);
  });

  it('counts days out of office in the person’s time zone, both included', () => {
    const away = { hours: berlin, absences: [{ from: '2026-03-03', until: '2026-03-04' }] };
    expect(at('2026-03-02T22:30Z', away)).toBe('off_hours');
    expect(at('2026-03-02T23:30Z', away)).toBe('away');
    expect(at('2026-03-04T22:30Z', away)).toBe('away');
    expect(at('2026-03-05T08:30Z', away)).toBe('free');
  });

  it('is full at capacity, and never where none is set', () => {
    expect(at('2026-03-03T10:00Z', { capacity: 2 }, 1)).toBe('free');
    expect(at('2026-03-03T10:00Z', { capacity: 2 }, 2)).toBe('full');
    expect(at('2026-03-03T10:00Z', { capacity: 0 }, 0)).toBe('full');
    expect(at('2026-03-03T10:00Z', {}, 9999)).toBe('free');
  });

  it('knows the holidays of the person’s region on the date there', () => {
    expect(at('2026-06-04T10:00Z', { holidays: 'DE-BY' })).toBe('off_hours');
    expect(at('2026-06-04T10:00Z', { holidays: 'DE-BE' })).toBe('free');
    expect(at('2026-06-04T10:00Z', {})).toBe('free');
  });
});
