import type { MarkovOrder } from '@headwater/contract';
import type { Chain } from './markov-chain.ts';
import { createPairs } from './pairs.ts';

/** What became of journeys that went the same way. */
export type Outcome = { conversions: number; nulls: number; values: readonly number[] };

/** Counts a chain journey by journey, so that nobody has to keep their paths. */
export type ChainCounter = {
  /** Journeys of these steps, as many as `length`, which is above 0. */
  add: (steps: ArrayLike<number>, length: number, outcome: Outcome) => void;
  /** What was counted so far. */
  counted: () => Omit<Chain, 'channels'>;
};

/** `kinds`: how many values each outcome has. */
export function createChainCounter(order: MarkovOrder, kinds: number): ChainCounter {
  const pairs = createPairs();
  const edges = { from: [] as number[], to: [] as number[], weight: [] as number[] };
  const [visits, starts, ends]: [number[], number[], number[]] = [[], [], []];
  const exits = Array.from({ length: 1 + 2 * kinds }, (): number[] => []);

  const { windows, stateOf } = createWindows(() => {
    for (const amounts of [visits, starts, ends, ...exits]) amounts.push(0);
  });
  const go = (from: number, to: number, journeys: number): void => {
    const edge = pairs.numberOf(from, to);
    if (edge < edges.weight.length) return plus(edges.weight, edge, journeys);
    edges.from.push(from);
    edges.to.push(to);
    edges.weight.push(journeys);
  };
  const add: ChainCounter['add'] = (steps, length, { conversions, nulls, values }) => {
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
    for (let kind = 0; kind < kinds; kind += 1) {
      const value = values[kind] ?? 0;
      if (value !== 0) plus(exits[1 + 2 * kind + (value < 0 ? 1 : 0)] ?? [], before, value);
    }
  };
  const counted = (): Omit<Chain, 'channels'> => ({
    windows,
    visits: Float64Array.from(visits),
    starts: Float64Array.from(starts),
    ends: Float64Array.from(ends),
    exits: exits.map((exit) => Float64Array.from(exit)),
    edges,
  });
  return { add, counted };
}

/** Numbers windows of steps by the way to them, a step after the other; says when one is new. */
function createWindows(onNew: () => void) {
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
    onNew();
    return windows.push(Array.from({ length: to - from }, (_, index) => steps[from + index] ?? 0)) - 1;
  };
  return { windows, stateOf };
}

function plus(amounts: number[], index: number, amount: number): void {
  amounts[index] = (amounts[index] ?? 0) + amount;
}
