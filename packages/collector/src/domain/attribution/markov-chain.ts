import type { MarkovOrder } from '@headwater/contract';
import { createChainCounter } from './chainCounter.ts';

/** Journeys that were alike: the channels they went through, how many ended in a conversion, how many did not. */
export type MarkovPath = {
  channels: readonly string[];
  conversions: number;
  nulls: number;
  /** What the conversions brought in all, in any unit; below 0 where more was paid back than paid. */
  value: number;
};

/** Amounts by state. */
export type Amounts = Float64Array;

/** A Markov chain as it was observed. A state is a window of as many touches as the order; the states are numbered. */
export type Chain = {
  /** The channels; the place of each is its number. */
  channels: string[];
  /** The numbers of the channels in each state. */
  windows: number[][];
  /** How many journeys came to each state. */
  visits: Amounts;
  /** How many began there. */
  starts: Amounts;
  /** How many ended there, with a conversion or without. */
  ends: Amounts;
  /** What ended there: the conversions, and for each kind of value what was above 0 and what was below. */
  exits: Amounts[];
  /** Which state followed upon which, and how often. */
  edges: Edges;
};

/** Three columns: edge number i leads `from[i]` `to[i]` and was gone `weight[i]` times. */
export type Edges = { from: number[]; to: number[]; weight: number[] };

/**
 * The chain that these paths describe. A path shorter than the order is one state; a state that follows upon
 * itself is the same visit. Give paths with touches, and with a conversion or a null.
 */
export function chainOf(paths: readonly MarkovPath[], order: MarkovOrder): Chain {
  const channels = [...new Set(paths.flatMap((path) => path.channels))];
  const numberOf = new Map(channels.map((channel, number) => [channel, number]));
  const { add, earn, counted } = createChainCounter(order);
  for (const path of paths) {
    const steps = path.channels.map((channel) => numberOf.get(channel) ?? 0);
    add(steps, steps.length, path);
    earn(steps, steps.length, 0, path.value);
  }
  return { channels, ...counted() };
}
