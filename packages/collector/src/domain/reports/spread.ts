import { quantile } from '../quantile.ts';

/** The value below which a share of the values lie, to a tenth; null without values. */
export function quantileOf(values: readonly number[], share: number): number | null {
  const found = quantile(Float64Array.from(values).sort(), share);
  return found === null ? null : Math.round(found * 10) / 10;
}

export const medianOf = (values: readonly number[]): number | null => quantileOf(values, 0.5);
