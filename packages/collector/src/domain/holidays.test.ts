import { describe, expect, it } from 'vitest';
import { isHolidayRegion, publicHolidays } from './holidays.ts';

describe('public holidays', () => {
  it.each([
    ['DE', '2026-10-03', true],
    ['DE', '2026-01-06', false],
    ['DE-BY', '2026-01-06', true],
    ['DE-BE', '2026-03-08', true],
    ['US-CA', '2026-11-26', true],
    ['GB-SCT', '2026-11-30', true],
    ['GB-ENG', '2026-11-30', false],
  ])('of %s: %s is one: %s', (region, day, isFree) => {
    expect(publicHolidays(region, 2026).has(day)).toBe(isFree);
  });

  it('are free on the working day they are moved to', () => {
    expect(publicHolidays('US', 2027).has('2027-07-05')).toBe(true);
  });

  it('that last several days are free on each', () => {
    const days = publicHolidays('KR', 2026);
    expect(['2026-02-17', '2026-02-18', '2026-02-19'].every((day) => days.has(day))).toBe(true);
  });

  it('that begin at noon are working days', () => {
    expect(publicHolidays('GT', 2026).has('2026-12-24')).toBe(false);
  });

  it('fall on the day on the wall also where it begins at sunset', () => {
    expect(publicHolidays('IL', 2026).has('2026-04-22')).toBe(true);
  });
});

describe('a region', () => {
  it.each(['DE', 'DE-BY', 'DE-BY-A', 'US-CA', 'FR', 'JP'])('%s is known', (region) => {
    expect(isHolidayRegion(region)).toBe(true);
  });
  it.each(['XX', 'DE-ZZ', 'DE-BY-ZZ', 'FR-A', 'JP-1'])('%s is not', (region) => {
    expect(isHolidayRegion(region)).toBe(false);
  });
});
