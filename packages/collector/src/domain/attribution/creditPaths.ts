import { ruleModels, weightsOf } from './index.ts';
import { markovCredits, type MarkovOrder, type MarkovPath } from './markov.ts';

/** The models that need no times, which a file of paths does not have. */
export const pathModels = ['first', 'last', 'last_non_direct', 'linear', 'u_shaped', 'markov'] as const;
export type PathModel = (typeof pathModels)[number];

/** The models that do: they can be asked for journeys only. */
export const timedModels: readonly string[] = ruleModels.filter(
  (model) => !pathModels.some((other) => other === model),
);

export type PathCredit = { channel: string; conversions: number; value: number; removalEffect?: number };

/** Divides the conversions of paths and their value among the channels; they sum to what was given. Largest first. */
export function creditPaths(
  paths: readonly MarkovPath[],
  model: PathModel,
  order: MarkovOrder,
): PathCredit[] {
  if (model === 'markov') return markovCredits(paths, order);
  const credits = new Map<string, PathCredit>();
  const untimed = { at: 0, leadAt: null, opportunityAt: null, halfLifeDays: 1 };
  for (const { channels, conversions, value } of paths) {
    const touches = channels.map((channel) => ({ at: 0, isDirect: channel.toLowerCase() === 'direct' }));
    for (const [index, weight] of weightsOf(model, touches, untimed).entries()) {
      const channel = channels[index] ?? '';
      const credit = credits.get(channel) ?? { channel, conversions: 0, value: 0 };
      credit.conversions += conversions * weight;
      credit.value += value * weight;
      credits.set(channel, credit);
    }
  }
  return [...credits.values()].toSorted(
    (a, b) => b.conversions - a.conversions || (a.channel < b.channel ? -1 : 1),
  );
}
