import type { MarkovOrder } from '@headwater/contract';
import { chainOf, type Amounts, type Chain, type MarkovPath } from './markov-chain.ts';
import { flowOf, type Flow } from './markov-flow.ts';
import { solve } from './markov-solve.ts';
import { without } from './markov-system.ts';
import { unattributed } from './eligible.ts';

export type { MarkovOrder } from '@headwater/contract';
export type { MarkovPath } from './markov-chain.ts';

/** How far an effect may be from the exact one. */
const PRECISION = 1e-11;

export type ChannelCredit = {
  channel: string;
  conversions: number;
  /** In the unit of the paths. */
  value: number;
  /** Which part of the conversions there would not be without the channel, from 0 to 1. */
  removalEffect: number;
};

/**
 * The credits of channels by a Markov chain over all journeys: those that converted and those that did not. A
 * channel's removal effect is the part of the conversions that is lost where every state with the channel leads to
 * nothing; the conversions are divided by the effects, and the value by those on the value. The effects are solved
 * for and not simulated. Conversions without touches are `(unattributed)`. The credits sum to what was given; the
 * largest comes first.
 */
export function markovCredits(paths: readonly MarkovPath[], order: MarkovOrder): ChannelCredit[] {
  const chain = chainOf(paths.filter(isWalked), order);
  const credits = creditsOf(chain).map(({ values: [value = 0], ...credit }) => ({ ...credit, value }));
  const untouched = paths.filter(({ channels }) => channels.length === 0);
  const conversions = untouched.reduce((sum, path) => sum + path.conversions, 0);
  const value = untouched.reduce((sum, path) => sum + path.value, 0);
  if (conversions > 0) credits.push({ channel: unattributed, conversions, value, removalEffect: 0 });
  return credits.toSorted((a, b) => b.conversions - a.conversions || (a.channel < b.channel ? -1 : 1));
}

/** Credits with a value for each kind of value that the paths have. */
export type NumberedCredit = Omit<ChannelCredit, 'value'> & { values: number[] };

/**
 * The same of numbered channels, in their order, and of values of several kinds: the chain is solved once for all
 * of them. Give what a chain counter counted.
 */
export const numberedCredits = (channels: string[], counted: Omit<Chain, 'channels'>): NumberedCredit[] =>
  creditsOf({ channels, ...counted });

const isWalked = ({ channels, conversions, nulls }: MarkovPath): boolean =>
  channels.length > 0 && conversions + nulls > 0;

function creditsOf(chain: Chain): NumberedCredit[] {
  const { exits } = chain;
  const flow = flowOf(chain, exits);
  const totals = exits.map(sumOf);
  const journeys = Math.min(...exits.map((exit) => journeysFor(chain, exit)));
  const effects = chain.channels.map((_, channel) => effectsOf(flow, channel, totals, journeys));
  const [conversions = [], ...signed] = totals.map((total, exit) =>
    divide(
      total,
      effects.map((ofChannel) => ofChannel[exit] ?? 0),
    ),
  );
  return chain.channels.map((channel, number) => ({
    channel,
    conversions: conversions[number] ?? 0,
    values: Array.from(
      { length: signed.length / 2 },
      (_, kind) => (signed[2 * kind]?.[number] ?? 0) + (signed[2 * kind + 1]?.[number] ?? 0),
    ),
    removalEffect: effects[number]?.[0] ?? 0,
  }));
}

/** How many journeys may be counted wrongly so that no effect on these exits is off by more than the precision. */
function journeysFor({ ends }: Chain, exit: Amounts): number {
  const most = exit.reduce(
    (highest, amount, state) =>
      amount === 0 ? highest : Math.max(highest, Math.abs(amount) / (ends[state] ?? 1)),
    0,
  );
  return most === 0 ? Infinity : (PRECISION * Math.abs(sumOf(exit))) / most;
}

/** The effect of removing a channel on each of the exits. */
function effectsOf(flow: Flow, channel: number, totals: readonly number[], journeys: number): number[] {
  const { system, rowOf } = without(flow, channel);
  const y = solve(system, journeys);
  return flow.exits.map((exit, index) => {
    let left = 0;
    for (let state = 0; state < exit.length; state += 1) {
      const row = rowOf[state] ?? -1;
      if (row !== -1) left += (exit[state] ?? 0) * (y[row] ?? 0);
    }
    const total = totals[index] ?? 0;
    return total === 0 ? 0 : Math.min(1, Math.max(0, 1 - left / total));
  });
}

function divide(total: number, effects: readonly number[]): number[] {
  const whole = sumOf(effects);
  return effects.map((effect) => (whole === 0 ? 0 : (effect / whole) * total));
}

const sumOf = (amounts: Amounts | readonly number[]): number => {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return sum;
};
