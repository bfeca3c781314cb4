import type { MarkovOrder } from '@headwater/contract';

/** Journeys that were alike: the channels they went through, how many ended in a conversion, how many did not. */
export type MarkovPath = {
  channels: readonly string[];
  conversions: number;
  nulls: number;
  /** What the conversions brought in all, in any unit; below 0 where more was paid back than paid. */
  value: number;
};

/** The same with channels as numbers, and with amounts of several kinds, which are kept apart. */
export type NumberedPath = {
  steps: readonly number[];
  conversions: number;
  nulls: number;
  values: readonly number[];
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

/** Windows by their channels, which are read as the digits of one number. */
type Numbering = { numbers: Map<number, number>; windows: number[][]; base: number };

/**
 * The chain that these paths describe. A path shorter than the order is one state; a state that follows upon
 * itself is the same visit. Give paths with touches, and with a conversion or a null.
 */
export function chainOf(paths: readonly MarkovPath[], order: MarkovOrder): Chain {
  const channels = [...new Set(paths.flatMap((path) => path.channels))];
  const numberOf = new Map(channels.map((channel, number) => [channel, number]));
  const numbered = paths.map((path) => ({
    ...path,
    steps: path.channels.map((channel) => numberOf.get(channel) ?? 0),
    values: [path.value],
  }));
  return numberedChain(channels, numbered, order);
}

/** The same of channels that are numbered already. */
export function numberedChain(channels: string[], paths: readonly NumberedPath[], order: MarkovOrder): Chain {
  const numbering: Numbering = { numbers: new Map(), windows: [], base: channels.length + 1 };
  const walks = paths.map(({ steps }) => walk(steps, order, numbering));
  return { channels, windows: numbering.windows, ...count(paths, walks, numbering.windows.length) };
}

/** The states that a path comes to, in their order. */
function walk(touches: readonly number[], order: MarkovOrder, numbering: Numbering): number[] {
  const states: number[] = [];
  const lastFrom = Math.max(0, touches.length - order);
  for (let from = 0; from <= lastFrom; from += 1) {
    const state = stateOf(touches, from, Math.min(touches.length, from + order), numbering);
    if (state !== states.at(-1)) states.push(state);
  }
  return states;
}

function stateOf(touches: readonly number[], from: number, to: number, numbering: Numbering): number {
  const { numbers, windows, base } = numbering;
  let digits = 0;
  for (let index = from; index < to; index += 1) digits = digits * base + (touches[index] ?? 0) + 1;
  const known = numbers.get(digits);
  if (known !== undefined) return known;
  numbers.set(digits, windows.length);
  return windows.push(touches.slice(from, to)) - 1;
}

function count(
  paths: readonly NumberedPath[],
  walks: readonly (readonly number[])[],
  size: number,
): Omit<Chain, 'channels' | 'windows'> {
  const nothing = (): Amounts => new Float64Array(size);
  const [visits, starts, ends] = [nothing(), nothing(), nothing()];
  const exits = [nothing(), ...(paths[0]?.values ?? []).flatMap(() => [nothing(), nothing()])];
  const [conversions = nothing()] = exits;
  const edges = countEdges(size);
  for (const [index, path] of paths.entries()) {
    const journeys = path.conversions + path.nulls;
    let before = -1;
    for (const state of walks[index] ?? []) {
      add(visits, state, journeys);
      if (before === -1) add(starts, state, journeys);
      else edges.add(before, state, journeys);
      before = state;
    }
    add(ends, before, journeys);
    add(conversions, before, path.conversions);
    for (const [kind, value] of path.values.entries()) {
      const exit = exits[1 + 2 * kind + (value < 0 ? 1 : 0)];
      if (exit) add(exit, before, value);
    }
  }
  return { visits, starts, ends, exits, edges: edges.counted };
}

function countEdges(size: number) {
  const counted: Edges = { from: [], to: [], weight: [] };
  const numbers = new Map<number, number>();
  return {
    counted,
    add(from: number, to: number, journeys: number): void {
      const known = numbers.get(from * size + to);
      if (known !== undefined) return add(counted.weight, known, journeys);
      numbers.set(from * size + to, counted.weight.length);
      counted.from.push(from);
      counted.to.push(to);
      counted.weight.push(journeys);
    },
  };
}

function add(amounts: Amounts | number[], index: number, amount: number): void {
  amounts[index] = (amounts[index] ?? 0) + amount;
}
