import { createPathPool } from './pathPool.ts';

/** Money of conversions, added up by the path they went and by currency, a place in `names`. */
export type Earnings = {
  /** Steps as many as `length`. */
  add: (steps: ArrayLike<number>, length: number, currency: number, amountMinor: number) => void;
  /** Every path with what it brought in all. */
  each: (visit: (steps: Int32Array, currency: number, amountMinor: number) => void) => void;
};

export function createEarnings(): Earnings {
  const { numberOf, kept } = createPathPool();
  const byPath: Map<number, number>[] = [];
  return {
    add: (steps, length, currency, amountMinor) => {
      const sums = (byPath[numberOf(steps, length)] ??= new Map());
      sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
    },
    each: (visit) => {
      const { start, steps } = kept();
      for (const [path, sums] of byPath.entries())
        for (const [currency, amountMinor] of sums)
          visit(steps.subarray(start[path], start[path + 1]), currency, amountMinor);
    },
  };
}
