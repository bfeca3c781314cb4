import { ruleModels as named, type RuleModel } from '@headwater/contract';
import { describe, expect, it } from 'vitest';
import { ruleModels, weightsOf, type CreditTouch, type Occasion } from './index.ts';

const DAY_MS = 86_400_000;
const at = Date.UTC(2026, 5, 1);
const before = (days: number): number => at - days * DAY_MS;

const journey = (...daysBefore: number[]): CreditTouch[] =>
  daysBefore.map((days) => ({ at: before(days), isDirect: false }));

const weigh = (
  model: RuleModel,
  touches: readonly CreditTouch[],
  about: Partial<Occasion> = {},
): number[] => {
  const occasion = { at, leadAt: null, opportunityAt: null, halfLifeDays: 7, ...about };
  return weightsOf(model, touches, occasion).map((weight) => Number(weight.toFixed(6)));
};

describe('last non-direct', () => {
  const direct = { at, isDirect: true };

  it('gives all to the latest touch that was not Direct', () => {
    expect(weigh('last_non_direct', [...journey(9, 8), direct, direct])).toEqual([0, 1, 0, 0]);
  });

  it('gives all to the latest where every touch was Direct', () => {
    expect(weigh('last_non_direct', [direct, direct])).toEqual([0, 1]);
  });
});

describe('U', () => {
  it('gives one touch all, two half each', () => {
    expect(weigh('u_shaped', journey(1))).toEqual([1]);
    expect(weigh('u_shaped', journey(2, 1))).toEqual([0.5, 0.5]);
  });

  it('gives 40 % to both ends and spreads 20 % evenly over the middle', () => {
    expect(weigh('u_shaped', journey(3, 2, 1))).toEqual([0.4, 0.2, 0.4]);
    expect(weigh('u_shaped', journey(5, 4, 3, 2, 1))).toEqual([0.4, 0.066667, 0.066667, 0.066667, 0.4]);
  });
});

describe('W', () => {
  it('gives 30 % each to first, lead and opportunity, and spreads 10 % over the others', () => {
    const known = { leadAt: before(20), opportunityAt: before(10) };
    expect(weigh('w_shaped', journey(50, 40, 20, 15, 10, 1), known)).toEqual([
      0.3, 0.033333, 0.3, 0.033333, 0.3, 0.033333,
    ]);
  });

  it('takes the latest touch at or before a milestone', () => {
    const known = { leadAt: before(15), opportunityAt: before(5) };
    expect(weigh('w_shaped', journey(40, 20, 10, 1), known)).toEqual([0.3, 0.3, 0.3, 0.1]);
  });

  it('adds milestones up that are on one touch', () => {
    const known = { leadAt: before(40), opportunityAt: before(10) };
    expect(weigh('w_shaped', journey(40, 10, 1), known)).toEqual([0.6, 0.3, 0.1]);
  });

  it('drops a milestone that is missing and divides its share among the rest', () => {
    expect(weigh('w_shaped', journey(40, 20, 1), { leadAt: before(20) })).toEqual([
      0.428571, 0.428571, 0.142857,
    ]);
    expect(weigh('w_shaped', journey(40, 20, 1))).toEqual([0.75, 0.125, 0.125]);
  });

  it('divides the 10 % among the milestones where there is no other touch', () => {
    const known = { leadAt: before(20), opportunityAt: before(10) };
    expect(weigh('w_shaped', journey(40, 20, 10), known)).toEqual([0.333333, 0.333333, 0.333333]);
    expect(weigh('w_shaped', journey(40), known)).toEqual([1]);
  });

  it('has no milestone where it came before every touch or after the conversion', () => {
    const known = { leadAt: before(60), opportunityAt: at + 1 };
    expect(weigh('w_shaped', journey(40, 20, 1), known)).toEqual([0.75, 0.125, 0.125]);
  });
});

describe('full path', () => {
  it('gives 22.5 % each to first, lead, opportunity and close, and spreads 10 % over the others', () => {
    const known = { leadAt: before(20), opportunityAt: before(10) };
    expect(weigh('full_path', journey(50, 40, 20, 15, 10, 1), known)).toEqual([
      0.225, 0.05, 0.225, 0.05, 0.225, 0.225,
    ]);
  });

  it('adds the close to the touch that created the opportunity where that was the last', () => {
    const known = { leadAt: before(20), opportunityAt: before(10) };
    expect(weigh('full_path', journey(50, 40, 20, 10), known)).toEqual([0.225, 0.1, 0.225, 0.45]);
  });

  it('drops what is missing', () => {
    expect(weigh('full_path', journey(50, 20, 1))).toEqual([0.409091, 0.181818, 0.409091]);
    expect(weigh('full_path', journey(50, 1))).toEqual([0.5, 0.5]);
  });
});

it('has the eight models in the order of the product', () => {
  expect(ruleModels).toEqual(named);
  for (const model of ruleModels) expect(weigh(model, [])).toEqual([]);
});
