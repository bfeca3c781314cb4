import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WarningKind } from '@headwater/contract';
import { findWarnings, isWrong, numbersOf, type Measured } from './warnings.ts';

const measured = (kind: WarningKind, part: number, whole: number, threshold: number): Measured => ({
  kind,
  subject: '',
  part,
  whole,
  threshold,
  unit: 'leads',
});

describe('a warning', () => {
  it.each([
    ['concentration', 501, 1000, 50, true],
    ['concentration', 500, 1000, 50, false],
    ['concentration', 80, 100, 50, true],
    ['concentration', 4_503_599_627_370_497, 9_007_199_254_740_991, 50, true],
    ['concentration', 4_503_599_627_370_495, 9_007_199_254_740_991, 50, false],
    ['unknown', 101, 1000, 10, true],
    ['unknown', 100, 1000, 10, false],
    ['unknown', 3, 30, 10, false],
    ['ltvCac', 299, 100, 3, true],
    ['ltvCac', 300, 100, 3, false],
    ['ltvCac', 299, 100, 2.99, false],
    ['ltvCac', 2989, 1000, 2.99, true],
    ['ltvCac', -5, 100, 3, true],
    ['ltvCac', 0, 0, 3, false],
    ['diversification', 50, 1000, 5, false],
    ['diversification', 51, 1000, 5, true],
    ['links', 0, 10, 0, false],
    ['links', 1, 1_000_000, 0, true],
    ['silent', 0, 1, 1, true],
    ['silent', 1, 1, 1, false],
  ] as const)('of %s at %i of %i against %d comes: %s', (kind, part, whole, threshold, comes) => {
    expect(isWrong(measured(kind, part, whole, threshold))).toBe(comes);
  });

  it('never comes of exactly the threshold, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (tenths, whole) => {
          const threshold = tenths / 10;
          const at = measured('unknown', tenths * whole, 1000 * whole, threshold);
          expect(isWrong(at)).toBe(false);
          expect(isWrong({ ...at, part: at.part + 1 })).toBe(true);
        },
      ),
    );
  });

  it('has its number in the unit of its threshold', () => {
    expect(numbersOf(measured('unknown', 101, 1000, 10))).toMatchObject({ value: 10.1, threshold: 10 });
    expect(numbersOf(measured('ltvCac', 299, 100, 3)).value).toBe(2.99);
  });

  it('stands in the same order, whatever order was measured in', () => {
    const all = [
      { ...measured('ltvCac', 1, 1, 3), subject: 'b' },
      { ...measured('ltvCac', 1, 1, 3), subject: 'a' },
      measured('unknown', 1, 1, 10),
    ];
    const order = ['unknown', 'a', 'b'];
    expect(findWarnings(all).map(({ kind, subject }) => subject || kind)).toEqual(order);
    expect(findWarnings(all.toReversed()).map(({ kind, subject }) => subject || kind)).toEqual(order);
  });
});
