import type { Amounts, Chain } from './markov-chain.ts';

/** Edges sorted by the state at one of their ends: those of state s stand from `first[s]` up to `first[s + 1]`. */
type Sorted = { first: Int32Array; other: Int32Array; weight: Float64Array };

/**
 * A chain laid out for many questions. Its states are numbered in the order in which walks come to them, so that
 * whoever goes through them in this order meets what leads to a state before it, but for the ways back.
 */
export type Flow = {
  /** The states that each channel is part of. */
  statesOf: number[][];
  visits: Amounts;
  /** The share of the visits to each state that began there. */
  starts: Amounts;
  /** The edges into each state, each with its share of the visits there. */
  into: Sorted;
  /**
   * For a state that is only ever come to from one other, that other, which stands before it; else -1. What is so
   * of the other is so of the state, and most windows of three touches are such.
   */
  only: Int32Array;
  /** The amounts that were given, in the new order. */
  exits: Amounts[];
};

/** Lays out a chain, and with it amounts by its states. */
export function flowOf(chain: Chain, amounts: readonly Amounts[]): Flow {
  const places = placesInWalks(chain);
  const placeOf = (state: number): number => places[state] ?? 0;
  const placed = (unplaced: Amounts): Amounts => {
    const moved = new Float64Array(unplaced.length);
    for (const [state, amount] of unplaced.entries()) moved[placeOf(state)] = amount;
    return moved;
  };
  const visits = placed(chain.visits);
  const starts = placed(chain.starts).map((began, state) => began / (visits[state] ?? 1));
  const { from, to, weight } = chain.edges;
  const shares = to.map((state, edge) => (weight[edge] ?? 0) / (chain.visits[state] ?? 1));
  const into = sortEdges(to.map(placeOf), from.map(placeOf), shares, visits.length);
  const statesOf: number[][] = chain.channels.map(() => []);
  for (const [state, window] of chain.windows.entries()) {
    for (const channel of window) statesOf[channel]?.push(placeOf(state));
  }
  return { statesOf, visits, starts, into, only: onlyWays(starts, into), exits: amounts.map(placed) };
}

function onlyWays(starts: Amounts, { first, other }: Sorted): Int32Array {
  return Int32Array.from(starts, (began, state) => {
    const edge = first[state] ?? 0;
    return began === 0 && first[state + 1] === edge + 1 ? (other[edge] ?? 0) : -1;
  });
}

function sortEdges(
  at: readonly number[],
  others: readonly number[],
  weights: readonly number[],
  size: number,
): Sorted {
  const first = new Int32Array(size + 1);
  for (const state of at) first[state + 1] = (first[state + 1] ?? 0) + 1;
  for (let state = 0; state < size; state += 1) {
    first[state + 1] = (first[state + 1] ?? 0) + (first[state] ?? 0);
  }
  const next = first.slice();
  const other = new Int32Array(at.length);
  const weight = new Float64Array(at.length);
  for (const [edge, state] of at.entries()) {
    const place = next[state] ?? 0;
    next[state] = place + 1;
    other[place] = others[edge] ?? 0;
    weight[place] = weights[edge] ?? 0;
  }
  return { first, other, weight };
}

const NOT_SEEN = -1;
const ON_THE_WAY = -2;

/** The place of each state when they are put so that each stands before those that are first found from it. */
function placesInWalks({ starts, edges }: Chain): Int32Array {
  const { first, other } = sortEdges(edges.from, edges.to, edges.weight, starts.length);
  const next = first.slice();
  const places = new Int32Array(starts.length).fill(NOT_SEEN);
  let place = starts.length;
  const way: number[] = [];
  const enter = (state: number): void => {
    if (places[state] !== NOT_SEEN) return;
    places[state] = ON_THE_WAY;
    way.push(state);
  };
  for (const [begin, began] of starts.entries()) {
    if (began > 0) enter(begin);
    for (let state = way.at(-1); state !== undefined; state = way.at(-1)) {
      const edge = next[state] ?? 0;
      next[state] = edge + 1;
      if (edge < (first[state + 1] ?? 0)) {
        enter(other[edge] ?? 0);
        continue;
      }
      place -= 1;
      places[state] = place;
      way.pop();
    }
  }
  return places;
}
