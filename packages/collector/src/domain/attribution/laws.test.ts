import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  becauseOf,
  eligibleTouches,
  ruleModels,
  splitMinor,
  weightsOf,
  type CreditTouch,
  type Occasion,
} from './index.ts';

const DAY_MS = 86_400_000;
const conversionAt = Date.UTC(2026, 5, 1);

const daysBefore = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
const moment = fc.option(daysBefore(800).map((days) => conversionAt - days * DAY_MS));

/** Journeys of up to 40 touches over two years, in their order, with ties; and what is known of the conversion. */
const journeys = fc.record({
  touches: fc
    .array(fc.record({ at: fc.oneof(daysBefore(700), fc.constant(30)), isDirect: fc.boolean() }), {
      minLength: 1,
      maxLength: 40,
    })
    .map((all) =>
      all
        .map((touch): CreditTouch => ({ ...touch, at: conversionAt - touch.at * DAY_MS }))
        .toSorted((a, b) => a.at - b.at),
    ),
  occasion: fc
    .record({
      leadAt: moment,
      opportunityAt: moment,
      halfLifeDays: fc.double({ min: 0.01, max: 3650, noNaN: true }),
    })
    .map((known): Occasion => ({ at: conversionAt, ...known })),
});

const sum = (amounts: readonly number[]): number => amounts.reduce((whole, amount) => whole + amount, 0);

describe.each(ruleModels)('%s', (model) => {
  it('gives each touch a part, and the parts sum to 1', () => {
    fc.assert(
      fc.property(journeys, ({ touches, occasion }) => {
        const weights = weightsOf(model, touches, occasion);
        expect(weights).toHaveLength(touches.length);
        expect(Math.abs(sum(weights) - 1)).toBeLessThan(1e-9);
        for (const weight of weights) expect(weight).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('divides money to the cent', () => {
    fc.assert(
      fc.property(journeys, fc.integer(), ({ touches, occasion }, amount) => {
        expect(sum(splitMinor(amount, weightsOf(model, touches, occasion)))).toBe(amount);
      }),
    );
  });

  it('does not change what it is given, and gives the same again', () => {
    fc.assert(
      fc.property(journeys, ({ touches, occasion }) => {
        const before = JSON.stringify(touches);
        const weights = weightsOf(model, touches, occasion);
        expect(JSON.stringify(touches)).toBe(before);
        expect(weightsOf(model, touches, occasion)).toEqual(weights);
      }),
    );
  });

  it('says why in one sentence', () => {
    fc.assert(
      fc.property(journeys, ({ touches, occasion }) => {
        for (const index of touches.keys()) {
          expect(becauseOf(model, touches, index, occasion)).toMatch(
            /^(It|All \d+ touches) [^.]+(\d\.\d[^.]*)*\.$/,
          );
        }
      }),
    );
  });
});

it('channels that change places change their credits, whatever the model', () => {
  fc.assert(
    fc.property(journeys, fc.integer({ min: 0, max: 3 }), ({ touches, occasion }, rotated) => {
      const channels = touches.map((_, index) => ['Email', 'Event'][(index + rotated) % 2] ?? '');
      const swapped = channels.map((channel) => (channel === 'Email' ? 'Event' : 'Email'));
      for (const model of ruleModels) {
        const weights = weightsOf(model, touches, occasion);
        const of = (names: readonly string[], name: string): number =>
          sum(weights.filter((_, index) => names[index] === name));
        expect(of(channels, 'Email')).toBeCloseTo(of(swapped, 'Event'), 12);
      }
    }),
  );
});

it('a touch is eligible from the lookback to the conversion, and those that are keep their order', () => {
  fc.assert(
    fc.property(journeys, fc.integer({ min: 1, max: 700 }), ({ touches }, lookbackDays) => {
      const eligible = eligibleTouches(touches, conversionAt, lookbackDays);
      expect(eligible).toEqual(touches.filter((touch) => eligible.includes(touch)));
      for (const touch of touches) {
        expect(eligible.includes(touch)).toBe((conversionAt - touch.at) / DAY_MS <= lookbackDays);
      }
    }),
  );
});
