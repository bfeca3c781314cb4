import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placesOfMost, putInPlace } from './selection.ts';

it('puts the number there that sorting would put there', () => {
  const numbers = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 5 })), {
    minLength: 1,
    maxLength: 80,
  });
  fc.assert(
    fc.property(numbers, fc.nat(), (given, any) => {
      const place = any % given.length;
      const found = Float64Array.from(given, (number) => number + 0);
      putInPlace(found, place);
      const number = found[place] ?? 0;
      expect(number).toBe(given.map((each) => each + 0).toSorted((a, b) => a - b)[place]);
      expect([...found.subarray(0, place)].every((each) => each <= number)).toBe(true);
      expect([...found.subarray(place)].every((each) => each >= number)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

it('finds the highest counts, and among equal ones those that come first', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 70 }),
      (counts, limit) => {
        const wanted = [...counts.keys()].toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || b - a);
        expect(placesOfMost(Int32Array.from(counts), limit, (a, b) => b - a)).toEqual(wanted.slice(0, limit));
      },
    ),
  );
});
