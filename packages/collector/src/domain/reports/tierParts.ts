import type { SourceTier } from '@headwater/contract';
import type { Journeys } from './journeys.ts';
import type { Scope } from './scope.ts';
import { eachLead } from './sources.ts';

/** Percent of the whole that each tier should have. */
const targets: Readonly<Record<SourceTier, number>> = { core: 70, growing: 20, experiment: 10 };

/** The tier that is furthest from its target: `off` of 100 `whole` are the points, above 0 where there is too much. */
export type FurthestTier = { tier: SourceTier; off: number; whole: number };

/** How far the tiers are from 70-20-10, as whole numbers; null where there is nothing to divide. */
export function furthestTier(
  amounts: readonly { source: string; amount: number }[],
  tiers: Readonly<Record<string, SourceTier>>,
): FurthestTier | null {
  const sums: Record<SourceTier, number> = { core: 0, growing: 0, experiment: 0 };
  for (const { source, amount } of amounts)
    sums[(Object.hasOwn(tiers, source) ? tiers[source] : undefined) ?? 'experiment'] += amount;
  const total = sums.core + sums.growing + sums.experiment;
  if (total <= 0) return null;
  const [furthest] = (Object.keys(targets) as SourceTier[])
    .map((tier) => ({ tier, off: sums[tier] * 100 - targets[tier] * total, whole: total * 100 }))
    .toSorted((a, b) => Math.abs(b.off) - Math.abs(a.off));
  return furthest ?? null;
}

/** How many leads of the period each original source has. */
export function leadsBySource(journeys: Journeys, scope: Scope): { source: string; amount: number }[] {
  const counts = new Map<string, number>();
  eachLead(journeys, scope, (_row, original) => {
    const source = journeys.sources[original]?.source;
    if (source) counts.set(source, (counts.get(source) ?? 0) + 1);
  });
  return [...counts].map(([source, amount]) => ({ source, amount }));
}
