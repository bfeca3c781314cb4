import type { System } from './markov-system.ts';

/** So many sweeps are made before it is drawn out where they lead. */
const SWEEPS = 5;
/** So many rows are enough to see where. */
const ROWS_LOOKED_AT = 1_000;

/**
 * The solution of a system of shares, by sweeps (Gauss-Seidel) that are drawn out from time to time.
 *
 * They converge: what a row takes from others, and what it begins with, is not above 1 in sum, and from each state
 * one comes back to where journeys begin. Drawing out never hinders that: it is done only where the change has
 * halved since it was done last, and sweeps alone lead there from anywhere.
 *
 * It is known how near they are. After a sweep the row s is off by at most the sum of share(t, s) * change(t) over
 * the rows t behind it, and share(t, s) * visits(s) are the journeys from t to s, of which there are no more than
 * visits(t). So the sum of visits * |off| is at most the sum of visits * |change|. What is off in s shows in the
 * exits that journeys through s come to, visits(s) of them at most: the journeys that are counted wrongly are no
 * more than the sum of visits * |change| in the last sweep. This is made at most `journeys`.
 */
export function solve(system: System, journeys: number): Float64Array {
  const size = system.constant.length;
  const y = new Float64Array(size).fill(1);
  const changes = Array.from({ length: SWEEPS }, () => new Float64Array(size));
  const enough = Math.max(journeys, roundingOf(system));
  let smallest = Infinity;
  for (;;) {
    for (const change of changes) sweep(system, y, change);
    const moved = movedBy(system, changes);
    if (moved <= enough) return y;
    if (moved > smallest / 2) continue;
    smallest = moved;
    drawOut(system, y, changes);
  }
}

function sweep({ constant, first, from, share }: System, y: Float64Array, change: Float64Array): void {
  let term = 0;
  for (let row = 0; row < y.length; row += 1) {
    let sum = constant[row] ?? 0;
    const end = first[row + 1] ?? 0;
    for (; term < end; term += 1) sum += (share[term] ?? 0) * (y[from[term] ?? 0] ?? 0);
    change[row] = sum - (y[row] ?? 0);
    y[row] = sum;
  }
}

function movedBy({ visits }: System, changes: readonly Float64Array[]): number {
  const change = changes.at(-1) ?? visits;
  let moved = 0;
  for (let row = 0; row < visits.length; row += 1) moved += (visits[row] ?? 0) * Math.abs(change[row] ?? 0);
  return moved;
}

/** What cannot be told from the rounding of the numbers. */
const roundingOf = ({ visits }: System): number =>
  4 * Number.EPSILON * visits.reduce((sum, count) => sum + count, 0);

/**
 * Goes to where the last sweeps lead: to that mean of their results, with weights that sum to 1 and may be below 0,
 * from which a sweep would change least (reduced rank extrapolation, https://doi.org/10.1137/1029042).
 */
function drawOut(system: System, y: Float64Array, changes: readonly Float64Array[]): void {
  const raw = solveSmall(productsOf(system, changes));
  const whole = raw.reduce((sum, weight) => sum + weight, 0);
  if (!Number.isFinite(1 / whole)) return;
  let before = 0;
  for (const [index, change] of changes.entries()) {
    if (before !== 0) subtract(y, change, before);
    before += (raw[index] ?? 0) / whole;
  }
}

function subtract(from: Float64Array, amounts: Float64Array, times: number): void {
  for (let row = 0; row < from.length; row += 1) {
    from[row] = (from[row] ?? 0) - times * (amounts[row] ?? 0);
  }
}

/** How much each change has in common with each other. */
function productsOf({ visits }: System, changes: readonly Float64Array[]): number[][] {
  const step = Math.max(1, Math.floor(visits.length / ROWS_LOOKED_AT));
  const product = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let row = 0; row < visits.length; row += step) {
      sum += (visits[row] ?? 0) * (a[row] ?? 0) * (b[row] ?? 0);
    }
    return sum;
  };
  return changes.map((a) => changes.map((b) => product(a, b)));
}

/** Solves `matrix * x = (1, 1, …)` for a symmetric matrix that is not negative; not finite where that cannot be. */
function solveSmall(matrix: readonly (readonly number[])[]): number[] {
  const rows = matrix.map((row, index) => [
    ...row.map((value, column) => (column === index ? value * (1 + 1e-12) : value)),
    1,
  ]);
  for (const [index, pivot] of rows.entries()) {
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[index] ?? 0) / (pivot[index] ?? 0);
      for (let column = index; column < row.length; column += 1) {
        row[column] = (row[column] ?? 0) - factor * (pivot[column] ?? 0);
      }
    }
  }
  return rows.map((row, index) => (row.at(-1) ?? 0) / (row[index] ?? 0));
}
