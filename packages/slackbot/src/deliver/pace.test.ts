import { expect, it } from 'vitest';
import { Pace } from './pace.ts';

it('lets a burst through at once, then one at a time, and a burst again after a rest', () => {
  const pace = new Pace({ burst: 3, perMinute: 60 });
  for (let count = 0; count < 3; count += 1) {
    expect(pace.waitMs(5000)).toBe(0);
    pace.take(5000);
  }
  expect(pace.waitMs(5000)).toBe(1000);
  expect(pace.waitMs(6000)).toBe(0);
  pace.take(6000);
  expect(pace.waitMs(6000)).toBe(1000);
  for (let count = 0; count < 3; count += 1) {
    expect(pace.waitMs(20_000)).toBe(0);
    pace.take(20_000);
  }
  expect(pace.waitMs(20_000)).toBe(1000);
});

it('lets nothing through until a time it was told, and then no burst', () => {
  const pace = new Pace({ burst: 3, perMinute: 60 });
  pace.holdUntil(9000);
  expect(pace.waitMs(5000)).toBe(4000);
  expect(pace.waitMs(9000)).toBe(0);
  pace.take(9000);
  expect(pace.waitMs(9000)).toBe(1000);
});
