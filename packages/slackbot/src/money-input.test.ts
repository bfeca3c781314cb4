import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMoney } from './money-input.ts';

it.each([
  ['12000', 'EUR', 1_200_000],
  ['12,000', 'EUR', 1_200_000],
  ['12.000', 'EUR', 1_200_000],
  ["1'234'567", 'CHF', 123_456_700],
  ['12 000,5', 'EUR', 1_200_050],
  ['1,234,567.89', 'USD', 123_456_789],
  ['1.234.567,89', 'EUR', 123_456_789],
  ['€ 12.50', 'EUR', 1250],
  ['12.50 EUR', 'EUR', 1250],
  ['US$ 12', 'USD', 1200],
  ['12 kr', 'SEK', 1200],
  ['chf 12', 'CHF', 1200],
  ['0', 'EUR', 0],
  ['1500', 'JPY', 1500],
  ['1.5', 'KWD', 1500],
])('reads %s %s as %d minor units', (typed, currency, amount) => {
  expect(readMoney(typed, currency)).toEqual({ amount, currency });
});

it.each([
  ['a word', 'a lot', 'EUR'],
  ['nothing', '', 'EUR'],
  ['thousands by a letter', '12k', 'EUR'],
  ['millions by a word', '1.5 million', 'EUR'],
  ['a number among words', '<!channel> <@U0BEN> *bold*', 'EUR'],
  ['another currency', '12 USD', 'EUR'],
  ['less than nothing', '-5', 'EUR'],
  ['groups of two', '12,00,000', 'EUR'],
  ['three decimals', '0.125', 'EUR'],
  ['a decimal of a currency without any', '12.5', 'JPY'],
  ['no currency', '12', 'EURO'],
  ['more than can be counted', '9'.repeat(30), 'EUR'],
])('refuses %s', (_, typed, currency) => {
  expect(readMoney(typed, currency)).toBeNull();
});

it('reads what formats of several languages write', () => {
  const written = fc.integer({ min: 0, max: 10 ** 12 });
  fc.assert(
    fc.property(written, fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'es-ES'), (amount, locale) => {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
      expect(readMoney(format.format(amount / 100), 'EUR')).toEqual({ amount, currency: 'EUR' });
    }),
  );
});

it('answers whatever was typed, and with nothing below zero', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
      expect(readMoney(typed, 'EUR')?.amount ?? 0).toBeGreaterThanOrEqual(0);
    }),
  );
});
