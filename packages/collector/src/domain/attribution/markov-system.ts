import type { Flow } from './markov-flow.ts';

/** Equations y(r) = constant(r) + sum of share * y(from), those terms of row r from `first[r]` up to `first[r + 1]`. */
export type System = {
  constant: Float64Array;
  first: Int32Array;
  from: Int32Array;
  share: Float64Array;
  /** How many journeys came to the state of each row. */
  visits: Float64Array;
};

/**
 * A flow without a channel, and the row of each state in it, -1 where nobody comes without the channel. Looking
 * back from a state, y is the share of its visits that had not met the channel: 0 where the state contains it, else
 * the share that began there and, of those that came from another state, the y of that one.
 */
export function without(flow: Flow, channel: number): { system: System; rowOf: Int32Array } {
  const { only, into, starts, visits } = flow;
  const { rowOf, rows } = rowsWithout(flow, channel);
  const system = emptySystem(rows, into.other.length);
  let row = 0;
  let term = 0;
  for (let state = 0; state < only.length; state += 1) {
    if (only[state] !== -1 || rowOf[state] === -1) continue;
    system.constant[row] = starts[state] ?? 0;
    system.visits[row] = visits[state] ?? 0;
    const end = into.first[state + 1] ?? 0;
    for (let edge = into.first[state] ?? 0; edge < end; edge += 1) {
      const from = rowOf[into.other[edge] ?? 0] ?? -1;
      if (from === -1) continue;
      system.from[term] = from;
      system.share[term] = into.weight[edge] ?? 0;
      term += 1;
    }
    row += 1;
    system.first[row] = term;
  }
  return { system, rowOf };
}

/** A state that is only come to from one other has no row of its own, but that one's. */
function rowsWithout({ statesOf, only }: Flow, channel: number): { rowOf: Int32Array; rows: number } {
  const rowOf = new Int32Array(only.length);
  for (const state of statesOf[channel] ?? []) rowOf[state] = -1;
  let rows = 0;
  for (let state = 0; state < only.length; state += 1) {
    if (rowOf[state] === -1) continue;
    const before = only[state] ?? -1;
    rowOf[state] = before === -1 ? rows : (rowOf[before] ?? -1);
    if (before === -1) rows += 1;
  }
  return { rowOf, rows };
}

const emptySystem = (rows: number, terms: number): System => ({
  constant: new Float64Array(rows),
  first: new Int32Array(rows + 1),
  from: new Int32Array(terms),
  share: new Float64Array(terms),
  visits: new Float64Array(rows),
});
