import fc from 'fast-check';
import { expect, it } from 'vitest';
import { transformPath } from '../attribution/index.ts';
import { createPathTrie } from './pathTrie.ts';

const transforms = fc.constantFrom('none' as const, 'exposure' as const, 'unique' as const, 'first' as const);
const path = fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 12 });

it('keeps the paths that the transform leaves, and equal ones at the same place', () => {
  fc.assert(
    fc.property(transforms, fc.array(path, { maxLength: 400 }), (transform, paths) => {
      const { endOf, stepsOf } = createPathTrie(transform);
      const ends = new Map<number, string>();
      for (const steps of paths) {
        const slow = transformPath(steps.map(String), transform);
        const end = endOf([...steps, 5, 5], steps.length);
        expect(stepsOf(end).map(String)).toEqual(slow);
        expect(ends.get(end) ?? slow.join()).toBe(slow.join());
        ends.set(end, slow.join());
      }
      expect(new Set(ends.values()).size).toBe(ends.size);
    }),
  );
});

it('grows with thousands of different paths', () => {
  const { endOf, stepsOf } = createPathTrie('none');
  const digits = (n: number) => Array.from(String(n), Number);
  const ends = Array.from({ length: 20_000 }, (_, n) => endOf(digits(n), digits(n).length));
  expect(new Set(ends).size).toBe(20_000);
  expect(stepsOf(ends[19_283] ?? 0)).toEqual([1, 9, 2, 8, 3]);
});
