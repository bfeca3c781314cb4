import { expect, it } from 'vitest';
import { csvOf } from './csvOf.ts';

const euros = (amount: number) => ({ amount, currency: 'EUR' });
const columnsOf = (rows: object[]): string => csvOf(rows).split('\r\n')[0] ?? '';

it('has one column for an amount, also where some rows have none', () => {
  const rows = [
    { key: 'a', margin: null, margins: [], rate: null, cost: euros(5) },
    { key: 'b', margin: euros(7), margins: [euros(7)], rate: 0.5, cost: null },
  ];
  expect(csvOf(rows)).toBe(
    [
      'key,margin.amount,margin.currency,margins.EUR,rate,cost.amount,cost.currency',
      'a,,,,,5,EUR',
      'b,7,EUR,7,0.5,,',
      '',
    ].join('\r\n'),
  );
  expect(columnsOf(rows.toReversed())).toBe(columnsOf(rows));
});

it('keeps the column of what no row has', () => {
  expect(columnsOf([{ key: 'a', cac: null, costs: [] }])).toBe('key,cac,costs');
});
