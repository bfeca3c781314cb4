import { expect, it } from 'vitest';
import { medianOf, quantileOf } from './spread.ts';

it('lies between two values where there is none in the middle', () => {
  expect(medianOf([10, 2])).toBe(6);
  expect(medianOf([3, 1, 2])).toBe(2);
  expect(quantileOf([0, 10], 0.9)).toBe(9);
  expect(quantileOf([1, 1.25], 0.5)).toBe(1.1);
  expect(medianOf([])).toBeNull();
});
