/** The seam to the models of attribution. */
export const ruleModels = ['first', 'last', 'linear', 'time_decay'] as const;
export type RuleModel = (typeof ruleModels)[number];

export type Occasion = {
  at: number;
  leadAt: number | null;
  opportunityAt: number | null;
  halfLifeDays: number;
};

/** Who gets the credit of a conversion before which nothing is known. */
export const unattributed = '(unattributed)';

const DAY_MS = 86_400_000;

/** The share of each touch in a conversion, in the order of the touches, summing to 1. */
export function weightsOf(
  model: RuleModel,
  touches: readonly { at: number; isDirect: boolean }[],
  { halfLifeDays }: Occasion,
): number[] {
  const last = touches.length - 1;
  switch (model) {
    case 'first':
      return touches.map((_, index) => (index === 0 ? 1 : 0));
    case 'last':
      return touches.map((_, index) => (index === last ? 1 : 0));
    case 'linear':
      return touches.map(() => 1 / touches.length);
    case 'time_decay': {
      const newestAt = touches[last]?.at ?? 0;
      const parts = touches.map(({ at }) => 2 ** ((at - newestAt) / (halfLifeDays * DAY_MS)));
      const whole = parts.reduce((sum, part) => sum + part, 0);
      return parts.map((part) => part / whole);
    }
  }
}

/** An amount in minor units divided by weights, to the cent, by largest remainders. */
export function splitMinor(amountMinor: number, weights: readonly number[]): number[] {
  const exact = weights.map((weight) => Math.abs(amountMinor) * weight);
  const parts = exact.map(Math.floor);
  const left = Math.abs(amountMinor) - parts.reduce((sum, part) => sum + part, 0);
  const inTurn = exact
    .map((part, index) => ({ index, rest: part - Math.floor(part) }))
    .toSorted((a, b) => b.rest - a.rest)
    .slice(0, left);
  for (const { index } of inTurn) parts[index] = (parts[index] ?? 0) + 1;
  return amountMinor < 0 ? parts.map((part) => (part === 0 ? 0 : -part)) : parts;
}
