import { expect, it } from 'vitest';
import { dayAt } from './calendarPeriod.ts';

it.each([
  ['UTC', '2026-03-03'],
  ['Pacific/Auckland', '2026-03-04'],
  ['America/Los_Angeles', '2026-03-03'],
])('the day in %s is %s', (timeZone, day) => {
  expect(dayAt(Date.parse('2026-03-03T20:00:00Z'), timeZone)).toBe(day);
});
