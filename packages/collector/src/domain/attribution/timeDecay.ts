import { DAY_MS, type Model } from './model.ts';

/**
 * The later, the more: a touch counts half of one that was a half-life later. The ages are taken from the newest
 * touch and not from the conversion: that gives the same shares, and old journeys do not vanish in rounding.
 */
export const timeDecay: Model = (touches, { halfLifeDays }) => {
  const newestAt = touches.at(-1)?.at ?? 0;
  const halfLifeMs = halfLifeDays * DAY_MS;
  const parts: number[] = [];
  let whole = 0;
  for (const { at } of touches) {
    const part = 2 ** ((at - newestAt) / halfLifeMs);
    parts.push(part);
    whole += part;
  }
  return parts.map((part) => part / whole);
};
