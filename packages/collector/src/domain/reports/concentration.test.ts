import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleModels } from '../attribution/index.ts';
import { concentrationOf } from './concentration.ts';
import { furthestOff, pointsOff } from './diversification.ts';
import { journeysOf, someDimension, someFilter, someLeads } from './reports.samples.ts';

describe('how concentrated a pipeline is', () => {
  it('has shares that sum to the whole, whoever earns credit', () => {
    fc.assert(
      fc.property(
        someLeads,
        someFilter,
        someDimension,
        fc.constantFrom('original' as const, ...ruleModels),
        (leads, filter, groupBy, creditBy) => {
          const { rows, total, most } = concentrationOf(journeysOf(leads), {
            fromMs: -Infinity,
            toMs: Infinity,
            filter,
            groupBy,
            creditBy,
            lookbackDays: 365,
            halfLifeDays: 7,
            currencies: { base: 'EUR', rates: { USD: 0.5 } },
          });
          const sum = rows.reduce((all, { amount }) => all + amount, 0);
          expect(sum).toBeCloseTo(total, 6);
          const shares = rows.flatMap(({ share }) => share ?? []);
          expect(shares.reduce((all, share) => all + share, 0)).toBeCloseTo(shares.length > 0 ? 1 : 0, 6);
          expect(most?.key ?? '').not.toMatch(/^\(un/);
        },
      ),
    );
  });
});

describe('the distance from 70-20-10', () => {
  it.each([
    [{ core: 70, growing: 20, experiment: 10 }, [0, 0, 0], [false, false, false]],
    [{ core: 75, growing: 15, experiment: 10 }, [5, -5, 0], [false, false, false]],
    [{ core: 751, growing: 149, experiment: 100 }, [5.1, -5.1, 0], [true, true, false]],
    [{ core: 0, growing: 0, experiment: 3 }, [-70, -20, 90], [true, true, true]],
  ])('of %j is %j points', (amounts, points, off) => {
    const shares = pointsOff(amounts);
    expect(shares.map((share) => share.pointsOff)).toEqual(points);
    expect(shares.map(({ isOff }) => isOff)).toEqual(off);
  });

  it('is unknown where there is nothing', () => {
    const shares = pointsOff({ core: 0, growing: 0, experiment: 0 });
    for (const share of shares) expect(share).toMatchObject({ share: null, pointsOff: null, isOff: false });
    expect(furthestOff(shares)).toBeNull();
  });
});
