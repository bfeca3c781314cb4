import type { RuleModel } from '@headwater/contract';
import { weightsOf } from '../attribution/index.ts';
import { createTouchReader, isDirectOf, known } from './credits.ts';
import { STAGES, UNKNOWN, type Journeys } from './journeys.ts';

/** By what a lead belongs to sources: its original source alone, or the credits of a model. */
export type CreditBy = 'original' | RuleModel;

export type ShareQuestion = { creditBy: CreditBy; lookbackDays: number; halfLifeDays: number };

/** Places in `sources` and what each of them has of the lead; the weights sum to 1. */
export type LeadShares = { sources: readonly number[]; weights: readonly number[] };

const DAY_MS = 86_400_000;
const WHOLE = [1];
const NOBODY: LeadShares = { sources: [UNKNOWN], weights: WHOLE };

/**
 * Whose a lead is. Under a model it is divided once, as its furthest stage is credited, and that holds for every
 * stage before it: so the customers of a source are those of the attribution report, and no source has more
 * opportunities than leads. What is answered is used again: keep nothing of it.
 */
export function createShareReader(
  journeys: Journeys,
  { creditBy, lookbackDays, halfLifeDays }: ShareQuestion,
): (row: number) => LeadShares {
  const { original, reachedAt, implied } = journeys;
  if (creditBy === 'original') {
    const whole = { sources: [UNKNOWN], weights: WHOLE };
    return (row) => {
      whole.sources[0] = original[row] ?? UNKNOWN;
      return whole;
    };
  }
  const shares = { sources: [], weights: [] };
  const readTouches = createTouchReader(journeys, isDirectOf(journeys.sources));
  return (row) => {
    let stage = STAGES - 1;
    const passed = implied[row] ?? 0;
    while (stage > 0 && (Number.isNaN(reachedAt[row * STAGES + stage]) || (passed & (1 << stage)) !== 0))
      stage -= 1;
    const at = reachedAt[row * STAGES + stage] ?? Number.NaN;
    const { sources, touches } = readTouches(row, at - lookbackDays * DAY_MS, at);
    if (touches.length === 0) return NOBODY;
    const leadAt = known(reachedAt[row * STAGES]);
    const opportunityAt = known(reachedAt[row * STAGES + STAGES - 2]);
    const weights = weightsOf(creditBy, touches, { at, leadAt, opportunityAt, halfLifeDays });
    return eachOnce(sources, weights, shares);
  };
}

/** Each source that has something, once: most models give most touches of a lead nothing, or the same source again. */
function eachOnce(
  sources: readonly number[],
  weights: readonly number[],
  shares: { sources: number[]; weights: number[] },
): LeadShares {
  let length = 0;
  for (let index = 0; index < sources.length; index += 1) {
    const weight = weights[index] ?? 0;
    if (weight === 0) continue;
    const source = sources[index] ?? UNKNOWN;
    let place = 0;
    while (place < length && shares.sources[place] !== source) place += 1;
    shares.weights[place] = place === length ? weight : (shares.weights[place] ?? 0) + weight;
    shares.sources[place] = source;
    if (place === length) length += 1;
  }
  shares.sources.length = length;
  shares.weights.length = length;
  return shares;
}
