import type { MarkovOrder } from '@headwater/contract';
import type { Chain } from './markov-chain.ts';
import { createPairs } from './pairs.ts';

/** What became of journeys that went the same way. */
export type Outcome = { conversions: number; nulls: number };

/** Counts a chain journey by journey, so that nobody has to keep their paths. */
export type ChainCounter = {
  /** Journeys of these steps, as many as `length`, which is above 0. */
  add: (steps: ArrayLike<number>, length: number, outcome: Outcome) => void;
  /** What all journeys of these steps brought, of one kind of value, numbered from 0 on; they are added besides. */
  earn: (steps: ArrayLike<number>, length: number, kind: number, value: number) => void;
  /** What was counted so far. */
  counted: () => Omit<Chain, 'channels'>;
};

export function createChainCounter(order: MarkovOrder): ChainCounter {
  const pairs = createPairs();
  const edges = { from: [] as number[], to: [] as number[], weight: [] as number[] };
  const [visits, starts, ends]: [number[], number[], number[]] = [[], [], []];
  const exits: number[][] = [[]];
  const { windows, stateOf } = createWindows();

  const go = (from: number, to: number, journeys: number): void => {
    const edge = pairs.numberOf(from, to);
    if (edge < edges.weight.length) return plus(edges.weight, edge, journeys);
    edges.from.push(from);
    edges.to.push(to);
    edges.weight.push(journeys);
  };
  const add: ChainCounter['add'] = (steps, length, { conversions, nulls }) => {
    const journeys = conversions + nulls;
    let before = -1;
    for (let from = 0; from <= Math.max(0, length - order); from += 1) {
      const state = stateOf(steps, from, Math.min(length, from + order));
      if (state === before) continue;
      plus(visits, state, journeys);
      if (before === -1) plus(starts, state, journeys);
      else go(before, state, journeys);
      before = state;
    }
    plus(ends, before, journeys);
    plus(exits[0] ?? [], before, conversions);
  };
  const earn: ChainCounter['earn'] = (steps, length, kind, value) => {
    while (exits.length < 3 + 2 * kind) exits.push([]);
    const last = stateOf(steps, Math.max(0, length - order), length);
    plus(exits[1 + 2 * kind + (value < 0 ? 1 : 0)] ?? [], last, value);
  };
  const counted = (): Omit<Chain, 'channels'> => {
    const column = (amounts: readonly number[]): Float64Array => {
      const all = new Float64Array(windows.length);
      all.set(amounts);
      return all;
    };
    const byState = { visits: column(visits), starts: column(starts), ends: column(ends) };
    return { windows, ...byState, exits: exits.map(column), edges };
  };
  return { add, earn, counted };
}

/** Numbers windows of steps by the way to them, a step after the other. */
function createWindows() {
  const windows: number[][] = [];
  const states: number[] = [];
  const prefixes = createPairs();
  const stateOf = (steps: ArrayLike<number>, from: number, to: number): number => {
    let prefix = -1;
    for (let index = from; index < to; index += 1) prefix = prefixes.numberOf(prefix, steps[index] ?? 0);
    const known = states[prefix] ?? -1;
    if (known !== -1) return known;
    while (states.length <= prefix) states.push(-1);
    states[prefix] = windows.length;
    return windows.push(Array.from({ length: to - from }, (_, index) => steps[from + index] ?? 0)) - 1;
  };
  return { windows, stateOf };
}

/** Where nothing was added yet there is 0. */
function plus(amounts: number[], index: number, amount: number): void {
  while (amounts.length <= index) amounts.push(0);
  amounts[index] = (amounts[index] ?? 0) + amount;
}
