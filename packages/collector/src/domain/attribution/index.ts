import type { RuleModel } from '@headwater/contract';
import { first } from './first.ts';
import { fullPath } from './fullPath.ts';
import { last } from './last.ts';
import { lastNonDirect } from './lastNonDirect.ts';
import { linear } from './linear.ts';
import { timeDecay } from './timeDecay.ts';
import { uShaped } from './uShaped.ts';
import { wShaped } from './wShaped.ts';
import type { CreditTouch, Model, Occasion } from './model.ts';

export { becauseNothingIsKnown, becauseOf } from './because.ts';
export { eligibleTouches, unattributed } from './eligible.ts';
export { splitMinor } from './splitMinor.ts';
export type { RuleModel } from '@headwater/contract';
export type { CreditTouch, Occasion } from './model.ts';
export { createChainCounter, type ChainCounter } from './chainCounter.ts';
export { markovCredits, numberedCredits, type MarkovOrder, type MarkovPath } from './markov.ts';
export { createPairs } from './pairs.ts';
export { transformPath } from './pathTransform.ts';

const models = {
  first,
  last,
  last_non_direct: lastNonDirect,
  linear,
  time_decay: timeDecay,
  u_shaped: uShaped,
  w_shaped: wShaped,
  full_path: fullPath,
} satisfies Record<RuleModel, Model>;

/** The models that look at one journey alone, in the order in which they are shown. */
export const ruleModels = Object.keys(models) as RuleModel[];

/**
 * The share of each touch in a conversion, by a model: in the order of the touches, summing to 1. Give the eligible
 * touches in the order of the journey; where there are none, no weights come back.
 */
export function weightsOf(model: RuleModel, touches: readonly CreditTouch[], occasion: Occasion): number[] {
  return models[model](touches, occasion);
}
