import type { RuleModel } from '@headwater/contract';
import { weightsOf } from '../attribution/index.ts';
import { createTouchReader, isDirectOf, milestonesOf } from './credits.ts';
import { STAGES, UNKNOWN, type Journeys } from './journeys.ts';

/** By what a lead belongs to sources: its original source alone, or the credits of a model. */
export type CreditBy = 'original' | RuleModel;

export type ShareQuestion = { creditBy: CreditBy; lookbackDays: number; halfLifeDays: number };

/** Places in `sources` and what each of them has of the lead, `length` of them; the weights sum to 1. */
export type LeadShares = { length: number; sources: readonly number[]; weights: readonly number[] };

const DAY_MS = 86_400_000;
const WHOLE = [1];
const NOBODY: LeadShares = { length: 1, sources: [UNKNOWN], weights: WHOLE };

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
    const whole = { length: 1, sources: [UNKNOWN], weights: WHOLE };
    return (row) => {
      whole.sources[0] = original[row] ?? UNKNOWN;
      return whole;
    };
  }
  const eachOnce = createJoining(journeys.sources.length);
  const readTouches = createTouchReader(journeys, isDirectOf(journeys.sources));
  return (row) => {
    let stage = STAGES - 1;
    const passed = implied[row] ?? 0;
    while (stage > 0 && (Number.isNaN(reachedAt[row * STAGES + stage]) || (passed & (1 << stage)) !== 0))
      stage -= 1;
    const at = reachedAt[row * STAGES + stage] ?? Number.NaN;
    const { sources, touches } = readTouches(row, at - lookbackDays * DAY_MS, at);
    if (touches.length === 0) return NOBODY;
    const occasion = { at, ...milestonesOf(journeys, row), halfLifeDays };
    const weights = weightsOf(creditBy, touches, occasion);
    return eachOnce(sources, weights);
  };
}

/**
 * Makes of touches each source that has something, once: most models give most touches of a lead nothing, or the
 * same source again.
 */
function createJoining(sourceCount: number) {
  const shares = { length: 0, sources: [] as number[], weights: [] as number[] };
  // of sources that are not among the shares, what was left by another lead
  const places = new Int32Array(sourceCount + 1);
  return (sources: readonly number[], weights: readonly number[]): LeadShares => {
    let length = 0;
    for (let index = 0; index < sources.length; index += 1) {
      const weight = weights[index] ?? 0;
      if (weight === 0) continue;
      const source = sources[index] ?? UNKNOWN;
      const place = places[source + 1] ?? 0;
      if (place < length && shares.sources[place] === source)
        shares.weights[place] = (shares.weights[place] ?? 0) + weight;
      else {
        places[source + 1] = length;
        shares.sources[length] = source;
        shares.weights[length] = weight;
        length += 1;
      }
    }
    shares.length = length;
    return shares;
  };
}

/** What each of the sources has, for those who divide something by it. */
export const weightsIn = ({ length, weights }: LeadShares): readonly number[] =>
  weights.length === length ? weights : weights.slice(0, length);
