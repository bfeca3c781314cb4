import type { Money } from '@headwater/contract';
import { unattributed } from '../attribution/index.ts';
import { economicsOf, type EconomicsQuestion } from './economics.ts';
import type { Journeys } from './journeys.ts';
import { unknownKey } from './scope.ts';

export type SpentQuestion = Omit<EconomicsQuestion, 'groupBy'>;

/** What a source cost, in minor units of one currency. */
export type SourceCost = { source: string; amount: Money };

/**
 * What each source cost as the report economics has it: its own costs, and its leads' part of those of channels and
 * campaigns. What brought nobody is a source of its own name.
 */
export function spentBySource(journeys: Journeys, question: SpentQuestion): SourceCost[] {
  const { rows } = economicsOf(journeys, { ...question, groupBy: 'source' });
  return rows
    .filter(({ key }) => key !== unattributed && key !== unknownKey)
    .flatMap(({ key, costs }) => costs.map((amount) => ({ source: key, amount })));
}
