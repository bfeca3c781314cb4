/**
 * An amount in minor units, divided by weights so that the parts sum to it to the cent: each gets its whole units,
 * and what is left goes, one by one, to the largest remainders, of equal ones to the earlier. A refund is negative
 * and is divided as its payment was. The weights need not sum to exactly 1. Without weights there are no parts.
 */
export function splitMinor(amountMinor: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const size = Math.abs(amountMinor);
  const exact = weights.map((weight) => (size * weight) / whole);
  const parts = exact.map(Math.floor);
  const left = size - parts.reduce((sum, part) => sum + part, 0);
  for (const index of nextInTurn(exact, left)) parts[index] = (parts[index] ?? 0) + Math.sign(left);
  return amountMinor < 0 ? parts.map((part) => (part === 0 ? 0 : -part)) : parts;
}

/** Largest remainders first; `left` is below 0 only where rounding made parts too large: then smallest first. */
function nextInTurn(exact: readonly number[], left: number): number[] {
  const remainder = exact.map((part) => part - Math.floor(part));
  const sign = Math.sign(left);
  return exact
    .map((_, index) => index)
    .filter((index) => (exact[index] ?? 0) > 0)
    .toSorted((a, b) => sign * ((remainder[b] ?? 0) - (remainder[a] ?? 0)))
    .slice(0, Math.abs(left));
}
