import type { SourceTier } from '@headwater/contract';
import { rate, settled } from './sums.ts';

/** Percent of the whole that each tier should have. */
export const tierTargets: Readonly<Record<SourceTier, number>> = { core: 70, growing: 20, experiment: 10 };
const tiers = Object.keys(tierTargets) as SourceTier[];

/** More than so many points off is too far. */
export const POINTS_ALLOWED = 5;

/** `share` is in percent; `pointsOff` is above 0 where there is too much. Both null where there is nothing at all. */
export type TierShare = {
  tier: SourceTier;
  target: number;
  amount: number;
  share: number | null;
  pointsOff: number | null;
  isOff: boolean;
};

/** How far what each tier has, money or leads, is from 70-20-10. */
export function pointsOff(amounts: Readonly<Record<SourceTier, number>>): TierShare[] {
  const total = tiers.reduce((sum, tier) => sum + amounts[tier], 0);
  return tiers.map((tier) => {
    const target = tierTargets[tier];
    const amount = settled(amounts[tier]);
    const part = rate(amounts[tier] * 100, total);
    const share = part === null ? null : settled(part);
    const off = share === null ? null : settled(share - target);
    return { tier, target, amount, share, pointsOff: off, isOff: Math.abs(off ?? 0) > POINTS_ALLOWED };
  });
}

/** The tier with the largest distance; null where there is nothing at all. */
export function furthestOff(shares: readonly TierShare[]): TierShare | null {
  const far = ({ pointsOff: off }: TierShare): number => Math.abs(off ?? 0);
  const [first] = shares.toSorted((a, b) => far(b) - far(a));
  return first?.pointsOff === null ? null : (first ?? null);
}
