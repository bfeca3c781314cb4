import type { CreditTouch, Occasion } from './model.ts';

/** What the touches that are no milestone share. */
const OTHERS = 0.1;

/**
 * The weights of a model that looks at milestones: `share` to the touch of each, 10 % spread over all others.
 * Milestones on one touch add up. What a missing milestone would have, or others that are not there, is divided
 * among the rest as they stand. `milestones` are indexes of touches, -1 where one is missing.
 */
export function weighMilestones(
  touches: readonly CreditTouch[],
  milestones: readonly number[],
  share: number,
): number[] {
  const weights = touches.map(() => 0);
  for (const index of milestones) if (index in weights) weights[index] = (weights[index] ?? 0) + share;
  const others = weights.filter((weight) => weight === 0).length;
  const parts = weights.map((weight) => (weight === 0 ? OTHERS / others : weight));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / whole);
}

/**
 * The latest touch at or before a moment, which is taken to have led to what happened then. -1 where there is none,
 * where the moment is not known, or where it came after the conversion and so was no step to it.
 */
export function touchBefore(
  touches: readonly CreditTouch[],
  moment: number | null,
  { at }: Pick<Occasion, 'at'>,
): number {
  if (moment === null || moment > at) return -1;
  return touches.findLastIndex((touch) => touch.at <= moment);
}
