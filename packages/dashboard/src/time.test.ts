import { describe, expect, it } from 'vitest';
import { clockTime, dateAndTime, distance } from './time.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');

describe('distance', () => {
  it.each([
    ['2026-11-21T12:00:00Z', 'just now'],
    ['2026-11-21T11:59:01Z', 'just now'],
    ['2026-11-21T12:00:59Z', 'within a minute'],
    ['2026-11-21T11:59:00Z', '1 minute ago'],
    ['2026-11-21T12:05:30Z', 'in 5 minutes'],
    ['2026-11-21T10:01:00Z', '1 hour ago'],
    ['2026-11-20T12:00:01Z', '23 hours ago'],
    ['2026-11-23T09:00:00Z', 'in 1 day'],
  ])('from noon to %s is %s', (iso, words) => {
    expect(distance(iso, noon)).toBe(words);
  });
});

describe('times', () => {
  it('are shown in the zone and habit of the viewer', () => {
    const viewer = { locale: 'en-GB', timeZone: 'Asia/Tokyo' };
    expect(dateAndTime('2026-11-21T22:55:13.606Z', viewer)).toBe('22 Nov 2026, 07:55');
    expect(clockTime(noon, viewer)).toBe('21:00:00');
  });
});
