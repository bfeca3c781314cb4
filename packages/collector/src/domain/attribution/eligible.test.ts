import { expect, it } from 'vitest';
import { eligibleTouches } from './index.ts';

const DAY_MS = 86_400_000;
const at = Date.UTC(2026, 5, 1);
const touches = [at - 365 * DAY_MS - 1, at - 365 * DAY_MS, at - 91 * DAY_MS, at, at + 1].map(
  (moment, id) => ({
    id,
    at: moment,
  }),
);

it('touches count from the lookback to the conversion, both included', () => {
  expect(eligibleTouches(touches, at, 365).map(({ id }) => id)).toEqual([1, 2, 3]);
});

it('a journey that was silent for three months keeps its first touch', () => {
  expect(eligibleTouches(touches, at, 91).map(({ id }) => id)).toEqual([2, 3]);
});

it('touches of one moment keep their order', () => {
  const tied = ['b', 'a', 'c'].map((id) => ({ id, at }));
  expect(eligibleTouches(tied, at, 0).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
});
