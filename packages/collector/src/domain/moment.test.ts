import { expect, it } from 'vitest';
import { readMoment } from './moment.ts';

const now = Date.parse('2026-03-03T10:00:00Z');

it.each([
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01t09:30:00.250z', '2026-03-01T09:30:00.250Z'],
  ['2026-03-01 09:30+02:00', '2026-03-01T07:30:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
])('%s is a moment', (text, iso) => {
  expect(readMoment(text, now)).toEqual({ ms: Date.parse(iso) });
});

it.each([
  ['01.03.2026', /not a date such as/],
  ['3/1/2026', /not a date such as/],
  ['2026-03-01T09:30:00', /not a date such as/],
  ['2026-02-30', /does not exist|that exists/],
  ['2026-13-01', /that exists/],
  ['2026-03-01T25:00:00Z', /that exists/],
  ['1969-12-31', /before 1970/],
  ['2026-03-09', /in the future/],
])('%s is refused', (text, reason) => {
  expect(readMoment(text, now)).toEqual({ reason: expect.stringMatching(reason) });
});
