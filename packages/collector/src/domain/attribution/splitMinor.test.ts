import { assert, integer, array, property } from 'fast-check';
import { expect, it } from 'vitest';
import { splitMinor } from './splitMinor.ts';

const third = 1 / 3;

it.each([
  [100, [third, third, third], [34, 33, 33]],
  [101, [third, third, third], [34, 34, 33]],
  [100, [0.4, 0.2, 0.4], [40, 20, 40]],
  [1, [0.5, 0.5], [1, 0]],
  [5, [0.1, 0.45, 0.45], [1, 2, 2]],
  [100, [1, 0, 0], [100, 0, 0]],
  [0, [0.5, 0.5], [0, 0]],
  [30, [0.1, 0.2, 0.7], [3, 6, 21]],
  [100, [], []],
])('divides %i by %j into %j', (amount, weights, parts) => {
  expect(splitMinor(amount, weights)).toEqual(parts);
});

it('divides a refund as its payment was', () => {
  expect(splitMinor(-100, [third, third, third])).toEqual([-34, -33, -33]);
  expect(splitMinor(-100, [0, 1])).toEqual([0, -100]);
});

it('loses no cent and gives nobody more than one above their share, whatever the weights', () => {
  const amounts = integer({ min: -(10 ** 14), max: 10 ** 14 });
  const weights = array(integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 });
  assert(
    property(amounts, weights, (amount, raw) => {
      const whole = raw.reduce((sum, weight) => sum + weight, 0);
      if (whole === 0) return;
      const parts = splitMinor(
        amount,
        raw.map((weight) => weight / whole),
      );
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
      for (const [index, part] of parts.entries()) {
        expect(Math.abs(part - (amount * (raw[index] ?? 0)) / whole)).toBeLessThan(1.2);
      }
    }),
  );
});

it('gives each unit that is left to the next largest remainder, of equal ones to the earlier', () => {
  const amounts = integer({ min: 0, max: 10_000 });
  const weights = array(integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 });
  assert(
    property(amounts, weights, (amount, some) => {
      // parts of 64, which doubles hold exactly
      const whole = 64;
      const raw = [...some, whole - some.reduce((sum, weight) => sum + weight, 0)];
      const parts = raw.map((weight) => Math.floor((amount * weight) / whole));
      const remainders = raw.map((weight) => (amount * weight) % whole);
      for (let left = amount - parts.reduce((sum, part) => sum + part, 0); left > 0; left -= 1) {
        const next = remainders.indexOf(Math.max(...remainders));
        parts[next]! += 1;
        remainders[next] = -1;
      }
      expect(splitMinor(amount, raw)).toEqual(parts);
    }),
  );
});
