import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPairs } from './pairs.ts';

it('gives the same pair the same number, and each other one the next', () => {
  const pair = fc.tuple(fc.integer({ min: -1, max: 50 }), fc.integer({ min: -1, max: 50 }));
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 3_000 }), (pairs) => {
      const { numberOf } = createPairs();
      const numbers = new Map<string, number>();
      for (const [first, second] of pairs) {
        const known = numbers.get(`${first} ${second}`) ?? numbers.size;
        expect(numberOf(first, second)).toBe(known);
        numbers.set(`${first} ${second}`, known);
      }
    }),
    { numRuns: 20 },
  );
});

it('grows', () => {
  const { numberOf } = createPairs();
  for (let n = 0; n < 10_000; n += 1) numberOf(n, n + 1);
  expect(numberOf(7_000, 7_001)).toBe(7_000);
});
