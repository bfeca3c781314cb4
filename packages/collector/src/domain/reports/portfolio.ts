import type { SourceTier } from '@headwater/contract';
import { unattributed } from '../attribution/index.ts';
import { concentrationOf, type Concentration } from './concentration.ts';
import { pointsOff, type TierShare } from './diversification.ts';
import { economicsOf, type EconomicsQuestion, type EconomicsRow } from './economics.ts';
import type { Journeys } from './journeys.ts';
import type { CreditBy } from './leadShares.ts';
import { unknownKey } from './scope.ts';
import { rate, settled } from './sums.ts';

/** What is in no tier that anybody set is an experiment. */
export type Tiers = Readonly<Record<string, SourceTier>>;
export const tierOf = (tiers: Tiers, key: string): SourceTier =>
  (Object.hasOwn(tiers, key) ? tiers[key] : undefined) ?? 'experiment';

export type DiversificationQuestion = Omit<EconomicsQuestion, 'groupBy'> & {
  tiers: Tiers;
  measure: 'spend' | 'leads';
};

/** `amount`: minor units of `currency`, or leads. `share` of a source is from 0 to 1. */
export type DiversificationAnswer = {
  model: CreditBy;
  measure: 'spend' | 'leads';
  currency: string | null;
  rows: TierShare[];
  totals: { amount: number };
  sources: (Pick<EconomicsRow, 'key' | 'leads' | 'costs'> & {
    tier: SourceTier;
    amount: number;
    share: number | null;
  })[];
  concentration: Concentration;
};

/**
 * How spend, or leads, are divided among tiers of sources, and how much of the pipeline depends on one source. What
 * came from nowhere known is in no tier. Spend in several currencies has no shares.
 */
export function diversificationReport(
  journeys: Journeys,
  question: DiversificationQuestion,
): DiversificationAnswer {
  const { tiers, measure, creditBy: model } = question;
  const bySource = { ...question, groupBy: 'source' as const };
  const { rows, totals } = economicsOf(journeys, bySource);
  const currency = measure === 'spend' ? (totals.cost?.currency ?? null) : null;
  const amountOf = ({ leads, cost }: EconomicsRow): number =>
    measure === 'leads' ? leads : currency === null ? 0 : (cost?.amount ?? 0);
  const sources = rows
    .filter(({ key }) => key !== unattributed && key !== unknownKey)
    .map((row) => ({ key: row.key, tier: tierOf(tiers, row.key), amount: amountOf(row), row }));
  const amounts = { core: 0, growing: 0, experiment: 0 };
  for (const { tier, amount } of sources) amounts[tier] += amount;
  const total = settled(amounts.core + amounts.growing + amounts.experiment);
  return {
    model,
    measure,
    currency,
    rows: pointsOff(amounts),
    totals: { amount: total },
    sources: sources
      .map(({ key, tier, amount, row: { leads, costs } }) => {
        return { key, tier, leads, costs, amount, share: rate(amount, total) };
      })
      .toSorted((a, b) => b.amount - a.amount || b.leads - a.leads || (a.key < b.key ? -1 : 1)),
    concentration: concentrationOf(journeys, bySource),
  };
}
