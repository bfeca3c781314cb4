import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptOf, refundInWords } from './refund.ts';

describe('what is left of a reward', () => {
  it.each([
    ['is all of it without a refund', 100_000, { back: 0, of: 1_000 }, 100_000],
    ['is in proportion to the deal', 100_000, { back: 250, of: 1_000 }, 75_000],
    ['is nothing of a deal that was refunded', 100_000, { back: 1_000, of: 1_000 }, 0],
    ['is never below nothing', 100_000, { back: 3_000, of: 1_000 }, 0],
    ['is all of it where nobody knows the deal', 100_000, { back: 500, of: 0 }, 100_000],
    ['is rounded half up', 1, { back: 1, of: 2 }, 1],
    ['is exact for the largest amounts', 9_007_199_254_740_991, { back: 1, of: 3 }, 6_004_799_503_160_661],
  ])('%s', (_, reward, refunded, kept) => {
    expect(keptOf(reward, refunded)).toBe(kept);
  });

  it('never grows with what was given back', () => {
    const whole = fc.nat({ max: 1_000_000 });
    fc.assert(
      fc.property(whole, whole, whole, whole, (reward, back, more, of) => {
        expect(keptOf(reward, { back: back + more, of })).toBeLessThanOrEqual(keptOf(reward, { back, of }));
      }),
    );
  });

  it('is explained by the part in percent', () => {
    expect(refundInWords({ back: 1, of: 3 })).toBe('33.3 % of the deal was refunded');
    expect(refundInWords({ back: 3, of: 3 })).toBe('The deal was refunded');
    expect(refundInWords({ back: 0, of: 3 })).toBeNull();
    expect(refundInWords({ back: 3, of: 0 })).toBeNull();
  });
});
