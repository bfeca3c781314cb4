import { describe, expect, it } from 'vitest';
import { weightsOf, type CreditTouch, type Occasion } from './index.ts';

const DAY_MS = 86_400_000;
const at = Date.UTC(2026, 5, 1);

/** Touches so many days before the conversion, in their order. */
const journey = (...daysBefore: number[]): CreditTouch[] =>
  daysBefore.map((days) => ({ at: at - days * DAY_MS, isDirect: false }));

const occasion: Occasion = { at, leadAt: null, opportunityAt: null, halfLifeDays: 7 };

const rounded = (weights: readonly number[]): number[] => weights.map((weight) => Number(weight.toFixed(6)));

describe('the four models of the trade', () => {
  it('first gives all to the earliest touch', () => {
    expect(weightsOf('first', journey(30, 10, 0), occasion)).toEqual([1, 0, 0]);
  });

  it('last gives all to the latest touch', () => {
    expect(weightsOf('last', journey(30, 10, 0), occasion)).toEqual([0, 0, 1]);
  });

  it('of touches at the same moment, first and last go by their order', () => {
    expect(weightsOf('first', journey(5, 5, 5), occasion)).toEqual([1, 0, 0]);
    expect(weightsOf('last', journey(5, 5, 5), occasion)).toEqual([0, 0, 1]);
  });

  it('linear gives the same to each', () => {
    expect(weightsOf('linear', journey(30, 20, 10, 0), occasion)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('time decay gives half to a touch a half-life earlier', () => {
    expect(rounded(weightsOf('time_decay', journey(14, 7, 0), occasion))).toEqual([
      0.142857, 0.285714, 0.571429,
    ]);
  });

  it('time decay takes the half-life that is asked for', () => {
    const weights = weightsOf('time_decay', journey(60, 30), { ...occasion, halfLifeDays: 30 });
    expect(rounded(weights)).toEqual([0.333333, 0.666667]);
  });

  it('time decay does not lose a journey that was long ago', () => {
    const [older = 0, newer = 0] = weightsOf('time_decay', journey(300_007, 300_000), occasion);
    expect(newer).toBeCloseTo(2 / 3, 9);
    expect(older).toBeCloseTo(1 / 3, 9);
  });

  it('one touch gets all, and without touches there are no weights', () => {
    for (const model of ['first', 'last', 'linear', 'time_decay'] as const) {
      expect(weightsOf(model, journey(3), occasion)).toEqual([1]);
      expect(weightsOf(model, [], occasion)).toEqual([]);
    }
  });
});
