import type { SpendCell } from '@headwater/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spendBetween } from './spend.ts';

const cell = (amount: number, month = '2026-03'): SpendCell => ({
  month,
  by: 'source',
  key: 'linkedin',
  kind: 'ads',
  amount: { amount, currency: 'EUR' },
});
const cents = (cells: readonly SpendCell[], from: string, to: string): number =>
  spendBetween(cells, from, to).reduce((sum, { amount }) => sum + amount.amount, 0);
const day = (month: string, number: number): string => `${month}-${String(number).padStart(2, '0')}`;

describe('the cost of some days', () => {
  it('is their part of the month, with the left-over cents on its first days', () => {
    expect(cents([cell(3100)], '2026-03-10', '2026-03-19')).toBe(1000);
    expect(cents([cell(3102)], '2026-03-01', '2026-03-01')).toBe(101);
    expect(cents([cell(3102)], '2026-03-02', '2026-03-03')).toBe(201);
  });

  it('takes both of its ends, months it spans whole, and nothing of the others', () => {
    const cells = [cell(100, '2026-01'), cell(2801, '2026-02'), cell(3100)];
    expect(cents(cells, '2026-02-01', '2026-03-01')).toBe(2901);
    expect(spendBetween(cells, '2026-02-01', '2026-02-28').map(({ month }) => month)).toEqual(['2026-02']);
    expect(cents(cells, '2026-04-01', '2026-12-31')).toBe(0);
    expect(cents(cells, '2026-03-05', '2026-03-04')).toBe(0);
  });

  it('knows the leap day', () => {
    expect(cents([cell(2900, '2024-02')], '2024-02-29', '2024-02-29')).toBe(100);
    expect(cents([cell(2800, '2026-02')], '2026-02-28', '2026-02-28')).toBe(100);
  });

  it('sums to the month over its days, whatever the amount and wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e12 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('2026-02', '2026-03', '2024-02', '2026-11'),
        (amount, cut, month) => {
          const cells = [cell(amount, month)];
          const days = Array.from({ length: 31 }, (_, index) => day(month, index + 1));
          expect(days.reduce((sum, each) => sum + cents(cells, each, each), 0)).toBe(amount);
          const parts =
            cents(cells, day(month, 1), day(month, cut)) + cents(cells, day(month, cut + 1), '9999-12-31');
          expect(parts).toBe(amount);
        },
      ),
    );
  });
});
