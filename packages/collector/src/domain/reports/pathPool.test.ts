import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPathPool, type PathPool } from './pathPool.ts';

const path = fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 12 });

const stepsOf = ({ kept }: PathPool, number: number): number[] => {
  const { start, steps } = kept();
  return [...steps.subarray(start[number], start[number + 1])];
};

it('gives the same path the same number, and each other one the next', () => {
  fc.assert(
    fc.property(fc.array(path, { maxLength: 400 }), (paths) => {
      const pool = createPathPool();
      const numbers = new Map<string, number>();
      for (const steps of paths) {
        const name = steps.join();
        const known = numbers.get(name) ?? numbers.size;
        expect(pool.numberOf([...steps, 5, 5], steps.length)).toBe(known);
        expect(stepsOf(pool, known)).toEqual(steps);
        numbers.set(name, known);
      }
      expect(pool.kept().size).toBe(numbers.size);
    }),
  );
});

it('grows with thousands of different paths', () => {
  const pool = createPathPool();
  const digits = (n: number) => Array.from(String(n), Number);
  const numbers = Array.from({ length: 20_000 }, (_, n) => pool.numberOf(digits(n), digits(n).length));
  expect(numbers).toEqual(numbers.map((_, n) => n));
  expect(stepsOf(pool, 19_283)).toEqual([1, 9, 2, 8, 3]);
  expect(pool.numberOf(digits(19_283), 5)).toBe(19_283);
});
