import { describe, expect, it } from 'vitest';
import { moneyInWords, sumsInWords } from './money-words.ts';

describe('money in words', () => {
  it.each([
    [{ amount: 120_000, currency: 'EUR' }, '€1,200'],
    [{ amount: 9_950, currency: 'EUR' }, '€99.50'],
    [{ amount: -50_000, currency: 'USD' }, '-$500'],
    [{ amount: 1_200, currency: 'JPY' }, '¥1,200'],
  ])('says %j as %s', (money, words) => {
    expect(moneyInWords(money)).toBe(words);
  });

  it('names each currency, and nothing for none', () => {
    expect(
      sumsInWords([
        { amount: 100, currency: 'EUR' },
        { amount: 200, currency: 'USD' },
      ]),
    ).toBe('€1 and $2');
    expect(sumsInWords([])).toBe('');
  });
});
