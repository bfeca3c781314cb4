import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { denseEffects } from './markov.dense.ts';
import { markovCredits, type ChannelCredit, type MarkovOrder, type MarkovPath } from './markov.ts';

const orders: MarkovOrder[] = [1, 2, 3];

const path = (channels: string, conversions: number, nulls: number, value = 0): MarkovPath => ({
  channels: channels === '' ? [] : channels.split('>'),
  conversions,
  nulls,
  value,
});

const sum = (amounts: readonly number[]): number => amounts.reduce((whole, amount) => whole + amount, 0);

const byChannel = (credits: readonly ChannelCredit[]): Record<string, ChannelCredit> =>
  Object.fromEntries(credits.map((credit) => [credit.channel, credit]));

/** Paths over few channels, so that journeys meet and go in circles. */
const somePaths = (maxLength = 8): fc.Arbitrary<MarkovPath[]> =>
  fc.array(
    fc
      .record({
        channels: fc.array(fc.constantFrom('Email', 'Direct', 'Paid Search', 'Event'), {
          minLength: 1,
          maxLength,
        }),
        conversions: fc.integer({ min: 0, max: 50 }),
        nulls: fc.integer({ min: 0, max: 500 }),
        amount: fc.integer({ min: 0, max: 1_000_000 }),
      })
      .map(({ amount, ...counted }) => ({ ...counted, value: counted.conversions === 0 ? 0 : amount })),
    { minLength: 1, maxLength: 25 },
  );

const isWalked = ({ conversions, nulls }: MarkovPath): boolean => conversions + nulls > 0;

describe('an example that can be done by hand', () => {
  // without A nothing begins but B>C, which never converts; without B or C nothing converts
  const paths = [path('A>B>C', 1, 0, 300), path('A', 0, 1), path('B>C', 0, 1)];

  it('gives each channel its part of the effects', () => {
    const { A, B, C } = byChannel(markovCredits(paths, 1));
    expect([A?.removalEffect, B?.removalEffect, C?.removalEffect]).toEqual([
      expect.closeTo(0.5, 10),
      expect.closeTo(1, 10),
      expect.closeTo(1, 10),
    ]);
    expect([A?.conversions, B?.conversions, C?.conversions]).toEqual([
      expect.closeTo(0.2, 10),
      expect.closeTo(0.4, 10),
      expect.closeTo(0.4, 10),
    ]);
    expect(C?.value).toBeCloseTo(120, 8);
  });

  it('remembers with order 3 that B>C converts only after A', () => {
    const { A, B, C } = byChannel(markovCredits(paths, 3));
    expect([A?.removalEffect, B?.removalEffect, C?.removalEffect]).toEqual([1, 1, 1]);
  });
});

describe('against a dense matrix', () => {
  it.each(orders)('order %i gives the same effects on random journeys', (order) => {
    fc.assert(
      fc.property(somePaths(), (paths) => {
        const walked = paths.filter(isWalked);
        const dense = denseEffects(walked, order);
        const credits = markovCredits(paths, order);
        expect(credits.map(({ channel }) => channel).toSorted()).toEqual([...dense.keys()].toSorted());
        const effects = [...dense.values()];
        const whole = sum(effects.map(({ conversions }) => conversions));
        const wholeValue = sum(effects.map(({ value }) => value));
        const total = sum(walked.map(({ conversions }) => conversions));
        const totalValue = sum(walked.map(({ value }) => value));
        for (const credit of credits) {
          const { conversions = 0, value = 0 } = dense.get(credit.channel) ?? {};
          expect(credit.removalEffect).toBeCloseTo(conversions, 8);
          expect(credit.conversions).toBeCloseTo(whole === 0 ? 0 : (conversions / whole) * total, 6);
          expect(credit.value).toBeCloseTo(wholeValue === 0 ? 0 : (value / wholeValue) * totalValue, 3);
        }
      }),
      { numRuns: 150 },
    );
  });

  it.each(orders)('order %i gives the same effects on long journeys that go in circles', (order) => {
    fc.assert(
      fc.property(somePaths(200), (paths) => {
        const walked = paths.filter(isWalked);
        const dense = denseEffects(walked, order);
        for (const { channel, removalEffect } of markovCredits(paths, order)) {
          expect(removalEffect).toBeCloseTo(dense.get(channel)?.conversions ?? 0, 8);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('laws', () => {
  it.each(orders)('order %i: credits sum to the conversions and to the value, effects are parts', (order) => {
    fc.assert(
      fc.property(somePaths(), (paths) => {
        const credits = markovCredits(paths, order);
        const total = sum(paths.map(({ conversions }) => conversions));
        expect(sum(credits.map(({ conversions }) => conversions))).toBeCloseTo(total, 9);
        const value = sum(paths.map((each) => each.value));
        expect(Math.abs(sum(credits.map((credit) => credit.value)) - value)).toBeLessThanOrEqual(
          1e-9 * (1 + value),
        );
        for (const { removalEffect } of credits) {
          expect(removalEffect).toBeGreaterThanOrEqual(0);
          expect(removalEffect).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('the order of the rows does not matter, and a row may be divided into two', () => {
    fc.assert(
      fc.property(somePaths(), fc.constantFrom(...orders), (paths, order) => {
        const halves = paths.flatMap((each) => {
          const half = {
            ...each,
            conversions: each.conversions / 2,
            nulls: each.nulls / 2,
            value: each.value / 2,
          };
          return [half, half];
        });
        const other = byChannel(markovCredits(halves.toReversed(), order));
        for (const credit of markovCredits(paths, order)) {
          expect(other[credit.channel]?.removalEffect).toBeCloseTo(credit.removalEffect, 9);
          expect(other[credit.channel]?.conversions).toBeCloseTo(credit.conversions, 7);
        }
      }),
    );
  });

  it('channels that change their names change their credits with them', () => {
    const renamed = (channel: string): string => channel.toUpperCase();
    fc.assert(
      fc.property(somePaths(), fc.constantFrom(...orders), (paths, order) => {
        const named = paths.map((each) => ({ ...each, channels: each.channels.map(renamed) }));
        const other = byChannel(markovCredits(named, order));
        for (const credit of markovCredits(paths, order)) {
          expect(other[renamed(credit.channel)]?.conversions).toBeCloseTo(credit.conversions, 7);
        }
      }),
    );
  });

  it('a further path that did not convert lowers no effect below 0', () => {
    fc.assert(
      fc.property(somePaths(), somePaths(), fc.constantFrom(...orders), (paths, more, order) => {
        const nulls = more.map((each) => ({ ...each, conversions: 0, value: 0, nulls: each.nulls + 1 }));
        for (const { removalEffect } of markovCredits([...paths, ...nulls], order)) {
          expect(removalEffect).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('edges', () => {
  it('a state that follows upon itself is the same visit', () => {
    const repeated = [path('A>A>A>B', 3, 7), path('B>B', 1, 9)];
    const once = [path('A>B', 3, 7), path('B', 1, 9)];
    expect(markovCredits(repeated, 1)).toEqual(markovCredits(once, 1));
  });

  it('with order 2 and 3 a path shorter than the order is one state', () => {
    for (const order of [2, 3] as const) {
      const { A, B } = byChannel(markovCredits([path('A', 1, 1), path('B', 3, 1)], order));
      expect(A?.removalEffect).toBeCloseTo(0.25, 10);
      expect(B?.conversions).toBeCloseTo(3, 10);
    }
  });

  it('what was never converted has credits of 0', () => {
    const credits = markovCredits([path('A>B', 0, 10)], 1);
    expect(credits.map(({ conversions, removalEffect }) => [conversions, removalEffect])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(markovCredits([], 1)).toEqual([]);
    expect(markovCredits([path('A', 0, 0)], 1)).toEqual([]);
  });

  it('conversions without touches are unattributed', () => {
    const credits = byChannel(markovCredits([path('A', 2, 1, 100), path('', 3, 5, 50)], 1));
    expect(credits['(unattributed)']).toMatchObject({ conversions: 3, value: 50 });
    expect(credits['A']).toMatchObject({ conversions: 2, value: 100 });
  });

  it('what was paid back is divided by itself, and the sum is right', () => {
    const credits = markovCredits([path('A>B', 1, 1, 500), path('B>C', 1, 1, -200)], 1);
    expect(sum(credits.map(({ value }) => value))).toBeCloseTo(300, 8);
    const { A, C } = byChannel(credits);
    expect(A?.value).toBeGreaterThan(0);
    expect(C?.value).toBeLessThan(0);
  });

  it('one conversion in a thousand million journeys is found', () => {
    const rare = [path('A>B>A>C', 1, 1e9), path('B>C>A>B', 0, 1e9), path('C>B', 0, 1e9)];
    for (const order of orders) {
      const dense = denseEffects(rare, order);
      for (const { channel, removalEffect } of markovCredits(rare, order)) {
        expect(removalEffect).toBeCloseTo(dense.get(channel)?.conversions ?? 0, 8);
      }
    }
  });

  it('a journey of ten thousand touches back and forth is solved', () => {
    const touches = Array.from({ length: 10_000 }, (_, index) => (index % 2 === 0 ? 'A' : 'B')).join('>');
    const circling = [path(touches, 1, 3), path('B>C', 1, 1)];
    for (const order of orders) {
      const dense = denseEffects(circling, order);
      for (const { channel, removalEffect } of markovCredits(circling, order)) {
        expect(removalEffect).toBeCloseTo(dense.get(channel)?.conversions ?? 0, 8);
      }
    }
  });
});
