import { quantile } from '../quantile.ts';
import { putInPlace } from './selection.ts';

/** The value below which a share of the values lie, to a tenth; null without values. */
export function quantileOf(values: ArrayLike<number>, share: number): number | null {
  const numbers = Float64Array.from(values);
  const place = (numbers.length - 1) * share;
  putInPlace(numbers, Math.floor(place));
  putInPlace(numbers, Math.ceil(place));
  const found = quantile(numbers, share);
  return found === null ? null : Math.round(found * 10) / 10;
}

export const medianOf = (values: readonly number[]): number | null => quantileOf(values, 0.5);
