import { expect, it } from 'vitest';
import { createEarnings } from './earnings.ts';

it('adds up what conversions of the same path brought, each currency by itself', () => {
  const [euro, dollar] = [0, 1];
  const { add, each } = createEarnings();
  add([1, 2, 9], 2, euro, 500);
  add([2, 1], 2, euro, 70);
  add([1, 2], 2, dollar, 30);
  add([], 0, euro, 5);
  add([1, 2], 2, euro, -700);
  const found: [number[], number, number][] = [];
  each((steps, currency, amountMinor) => found.push([[...steps], currency, amountMinor]));
  expect(found).toEqual([
    [[1, 2], euro, -200],
    [[1, 2], dollar, 30],
    [[2, 1], euro, 70],
    [[], euro, 5],
  ]);
});
