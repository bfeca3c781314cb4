import { DAY_MS } from './model.ts';

/** Who gets the credit of a conversion before which nothing is known. */
export const unattributed = '(unattributed)';

/**
 * The touches that may have led to a conversion: at that moment or before it, and not longer ago than the lookback,
 * both included. They keep their order. Where there are none, the one credit of 1 goes to `(unattributed)`.
 */
export function eligibleTouches<Touch extends { at: number }>(
  touches: readonly Touch[],
  at: number,
  lookbackDays: number,
): Touch[] {
  const since = at - lookbackDays * DAY_MS;
  return touches.filter((touch) => touch.at >= since && touch.at <= at);
}
