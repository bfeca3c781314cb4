import { expect, it } from 'vitest';
import { inWords } from './money.ts';

it.each([
  [10_000, 'EUR', '€100'],
  [9950, 'EUR', '€99.50'],
  [120_000_000, 'USD', '$1,200,000'],
  [5000, 'JPY', '¥5,000'],
  [1500, 'KWD', 'KWD\u00A01.500'],
  [0, 'EUR', '€0'],
])('says %i minor units of %s as %s', (amount, currency, expected) => {
  expect(inWords({ amount, currency })).toBe(expected);
});
