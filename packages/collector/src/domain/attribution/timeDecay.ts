import { DAY_MS, type Model } from './model.ts';

/**
 * The later, the more: a touch counts half of one that was a half-life later. The ages are taken from the newest
 * touch and not from the conversion: that gives the same shares, and old journeys do not vanish in rounding.
 */
export const timeDecay: Model = (touches, { halfLifeDays }) => {
  const newestAt = touches.at(-1)?.at ?? 0;
  const halfLifeMs = halfLifeDays * DAY_MS;
  const parts = touches.map(({ at }) => 2 ** ((at - newestAt) / halfLifeMs));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / whole);
};
