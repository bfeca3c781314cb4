/** The value below which a share of the values lie, to a tenth; null without values. */
export function quantileOf(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return Math.round((sorted[Math.round((sorted.length - 1) * share)] ?? 0) * 10) / 10;
}

export const medianOf = (values: readonly number[]): number | null => quantileOf(values, 0.5);
