import { unknownLeads } from './audit.ts';
import type { Journeys } from './journeys.ts';
import { ltvCacOf, type LtvCac, type LtvCacQuestion } from './ltvCac.ts';
import { spentBySource, type SourceCost, type SpentQuestion } from './spentBySource.ts';
import { pipelineShares, type PipelineQuestion, type PipelineShares } from './pipelineShares.ts';
import type { Scope } from './scope.ts';
import { leadsBySource } from './tierParts.ts';

/** Each with a period of its own; null for what nobody wants to be warned of. */
export type WarningQuestion = {
  pipeline: PipelineQuestion | null;
  unknown: Scope | null;
  ltvCac: (Omit<LtvCacQuestion, 'costs'> & { spent: SpentQuestion }) | null;
  tiers: { leads: Scope; spent: SpentQuestion } | null;
};

export type WarningAnswer = {
  pipeline: PipelineShares | null;
  unknown: { unknown: number; leads: number } | null;
  ltvCac: LtvCac[];
  leadsBySource: { source: string; amount: number }[];
  spentBySource: SourceCost[];
};

/** The numbers behind the warnings, of one state of the journeys. */
export function warningNumbers(
  journeys: Journeys,
  { pipeline, unknown, ltvCac, tiers }: WarningQuestion,
): WarningAnswer {
  return {
    pipeline: pipeline && pipelineShares(journeys, pipeline),
    unknown: unknown && unknownLeads(journeys, unknown),
    ltvCac: ltvCac ? ltvCacOf(journeys, { ...ltvCac, costs: spentBySource(journeys, ltvCac.spent) }) : [],
    leadsBySource: tiers ? leadsBySource(journeys, tiers.leads) : [],
    spentBySource: tiers ? spentBySource(journeys, tiers.spent) : [],
  };
}
