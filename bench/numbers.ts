/** The middle value; the mean of the two middle ones when there is none. NaN without values. */
export function median(values: readonly number[]): number {
  return (quantile(values, 0.5, Math.floor) + quantile(values, 0.5, Math.ceil)) / 2;
}

/** The value below which `share` of the values lie. */
export function quantile(
  values: readonly number[],
  share: number,
  rounded: (index: number) => number = Math.round,
): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[rounded((sorted.length - 1) * share)] ?? Number.NaN;
}

/** To three digits: more would promise more than a shared machine can keep. */
export const round = (value: number): number => Number(value.toPrecision(3));
