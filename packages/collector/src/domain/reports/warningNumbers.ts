import { unknownLeads } from './audit.ts';
import type { Journeys } from './journeys.ts';
import { ltvCacOf, type LtvCac, type LtvCacQuestion } from './ltvCac.ts';
import { pipelineShares, type PipelineQuestion, type PipelineShares } from './pipelineShares.ts';
import type { Scope } from './scope.ts';
import { leadsBySource } from './tierParts.ts';

/** Each with a period of its own; null for what nobody wants to be warned of. */
export type WarningQuestion = {
  pipeline: PipelineQuestion | null;
  unknown: Scope | null;
  ltvCac: LtvCacQuestion | null;
  tiers: Scope | null;
};

export type WarningAnswer = {
  pipeline: PipelineShares | null;
  unknown: { unknown: number; leads: number } | null;
  ltvCac: LtvCac[];
  leadsBySource: { source: string; amount: number }[];
};

/** The numbers behind the warnings, of one state of the journeys. */
export function warningNumbers(journeys: Journeys, question: WarningQuestion): WarningAnswer {
  return {
    pipeline: question.pipeline && pipelineShares(journeys, question.pipeline),
    unknown: question.unknown && unknownLeads(journeys, question.unknown),
    ltvCac: question.ltvCac ? ltvCacOf(journeys, question.ltvCac) : [],
    leadsBySource: question.tiers ? leadsBySource(journeys, question.tiers) : [],
  };
}
