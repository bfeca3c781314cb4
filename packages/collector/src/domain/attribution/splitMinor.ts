import { putInPlace } from '../reports/selection.ts';

/** Below every remainder: what has no weight is given nothing of what is left. */
const NOTHING = -2;

/**
 * An amount in minor units, divided by weights so that the parts sum to it to the cent: each gets its whole units,
 * and what is left goes, one by one, to the largest remainders, of equal ones to the earlier. A refund is negative
 * and is divided as its payment was. The weights need not sum to exactly 1. Without weights there are no parts.
 */
export function splitMinor(amountMinor: number, weights: readonly number[]): number[] {
  let whole = 0;
  for (const weight of weights) whole += weight;
  const size = Math.abs(amountMinor);
  const parts: number[] = [];
  const remainders = new Float64Array(weights.length);
  let left = size;
  for (const weight of weights) {
    const exact = (size * weight) / whole;
    const part = Math.floor(exact);
    remainders[parts.length] = exact > 0 ? exact - part : NOTHING;
    parts.push(part);
    left -= part;
  }
  if (left !== 0) giveInTurn(parts, remainders, left);
  return amountMinor < 0 ? parts.map((part) => (part === 0 ? 0 : -part)) : parts;
}

/** Largest remainders first; `left` is below 0 only where rounding made parts too large: then smallest first. */
function giveInTurn(parts: number[], remainders: Float64Array, left: number): void {
  const one = Math.sign(left);
  const ranks = one > 0 ? remainders : remainders.map((each) => (each === NOTHING ? NOTHING : -each));
  const count = Math.min(Math.abs(left), ranks.length);
  const last = rankOfLast(ranks, count);
  let equals = count;
  for (const rank of ranks) if (rank > last) equals -= 1;
  for (let index = 0; index < ranks.length; index += 1) {
    const rank = ranks[index] ?? NOTHING;
    if (rank < last || rank === NOTHING) continue;
    if (rank === last) equals -= 1;
    if (rank > last || equals >= 0) parts[index] = (parts[index] ?? 0) + one;
  }
}

/** The rank of the last of the highest, as many as `count`. */
function rankOfLast(ranks: Float64Array, count: number): number {
  const ordered = ranks.slice();
  putInPlace(ordered, ordered.length - count);
  return ordered[ordered.length - count] ?? NOTHING;
}
