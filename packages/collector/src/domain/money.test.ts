import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBase, sumMoney } from './currency.ts';
import { decimalsOf, readAmount } from './money.ts';

describe('an amount', () => {
  it.each([
    ['1234.50', 'EUR', 123_450],
    ['1234.5', 'EUR', 123_450],
    ['1234', 'EUR', 123_400],
    ['0.07', 'USD', 7],
    ['-19.99', 'EUR', -1999],
    ['1200', 'JPY', 1200],
    ['1.234', 'KWD', 1234],
    ['5.000', 'JPY', 5],
  ])('%s %s is %i minor units', (text, currency, amount) => {
    expect(readAmount(text, currency)).toEqual({ money: { amount, currency } });
  });

  it.each([
    ['1234,50', 'EUR', 'amount', /comma/],
    ['1,234.50', 'EUR', 'amount', /comma/],
    ['1.234.50', 'EUR', 'amount', /not an amount/],
    ['12 000', 'EUR', 'amount', /not an amount/],
    ['1e3', 'EUR', 'amount', /not an amount/],
    ['', 'EUR', 'amount', /not an amount/],
    ['1.005', 'EUR', 'amount', /more than the 2 decimals/],
    ['0.5', 'JPY', 'amount', /more than the 0 decimals/],
    ['9999999999999999', 'EUR', 'amount', /too large/],
    ['100000000000.01', 'EUR', 'amount', /too large/],
    ['10000000000001', 'JPY', 'amount', /too large/],
    ['5', 'euro', 'currency', /ISO 4217/],
    ['5', 'XQX', 'currency', /ISO 4217/],
  ])('%s %s is refused for its %s', (text, currency, wrong, reason) => {
    expect(readAmount(text, currency)).toEqual({ wrong, reason: expect.stringMatching(reason) });
  });

  it('reads back exactly what was written, in any currency', () => {
    const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'USD');
    fc.assert(
      fc.property(fc.integer({ min: -1e13, max: 1e13 }), currency, (amount, code) => {
        const digits = decimalsOf(code) ?? 0;
        const size = String(Math.abs(amount)).padStart(digits + 1, '0');
        const cut = size.length - digits;
        const text = `${amount < 0 ? '-' : ''}${size.slice(0, cut)}${digits ? `.${size.slice(cut)}` : ''}`;
        expect(readAmount(text, code)).toEqual({ money: { amount, currency: code } });
      }),
    );
  });
});

describe('several currencies', () => {
  const settings = { base: 'EUR', rates: { USD: 0.92, JPY: 0.006 } };

  it('are converted by the rates that were entered, with the decimals of each', () => {
    expect(inBase({ amount: 10_000, currency: 'USD' }, settings)).toEqual({ amount: 9200, currency: 'EUR' });
    expect(inBase({ amount: 1000, currency: 'JPY' }, settings)).toEqual({ amount: 600, currency: 'EUR' });
    expect(inBase({ amount: -1, currency: 'USD' }, settings)).toEqual({ amount: -1, currency: 'EUR' });
    expect(inBase({ amount: 175, currency: 'USD' }, { base: 'EUR', rates: { USD: 1.1 } })?.amount).toBe(193);
  });

  it('are kept apart where no rate was entered', () => {
    expect(inBase({ amount: 1, currency: 'GBP' }, settings)).toBeNull();
    const sums = sumMoney(
      [
        { amount: 5, currency: 'GBP' },
        { amount: 100, currency: 'USD' },
        { amount: 8, currency: 'EUR' },
        { amount: 1, currency: 'GBP' },
      ],
      settings,
    );
    expect(sums).toEqual([
      { amount: 100, currency: 'EUR' },
      { amount: 6, currency: 'GBP' },
    ]);
    expect(sumMoney([], settings)).toEqual([]);
  });
});
