import { first } from './first.ts';
import { last } from './last.ts';
import { linear } from './linear.ts';
import { timeDecay } from './timeDecay.ts';
import type { CreditTouch, Model, Occasion } from './model.ts';

export { eligibleTouches, unattributed } from './eligible.ts';
export type { CreditTouch, Occasion } from './model.ts';

/** The four models of the trade. */
const models = { first, last, linear, time_decay: timeDecay } satisfies Record<string, Model>;

/** A model that looks at one journey alone. */
export type RuleModel = keyof typeof models;

/** Their names, in the order in which they are shown. */
export const ruleModels = Object.keys(models) as RuleModel[];

/**
 * The share of each touch in a conversion, by a model: in the order of the touches, summing to 1. Give the eligible
 * touches in the order of the journey; where there are none, no weights come back.
 */
export function weightsOf(model: RuleModel, touches: readonly CreditTouch[], occasion: Occasion): number[] {
  return models[model](touches, occasion);
}
