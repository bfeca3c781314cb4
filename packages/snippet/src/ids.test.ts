import { expect, it } from 'vitest';
import { uuidv7 } from './ids.ts';

it('is a UUID of version 7 that begins with the time', () => {
  const id = uuidv7(0x0198_1234_5678);
  expect(id).toMatch(/^01981234-5678-7[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
});

it('sorts by time', () => {
  const times = [1_500_000_000_000, 1_767_225_600_000, 1_767_225_600_001, 4_000_000_000_000];
  const ids = times.map(uuidv7);
  expect([...ids].sort()).toEqual(ids);
});

it('does not repeat itself within a millisecond', () => {
  const ids = Array.from({ length: 2000 }, () => uuidv7(1_767_225_600_000));
  expect(new Set(ids).size).toBe(2000);
});
