/** What part of a deal was given back: `back` of `of`, minor units of one currency. `of` is 0 where nobody knows. */
export type Refunded = { back: number; of: number };

/** What is left of a reward, in its minor units, when that part of its deal was given back. Half units round up. */
export function keptOf(rewardMinor: number, { back, of }: Refunded): number {
  if (back <= 0 || of <= 0) return rewardMinor;
  if (back >= of) return 0;
  // whole numbers all the way: the product of two amounts may be more than a double holds
  const twice = 2n * BigInt(rewardMinor) * BigInt(of - back);
  return Number((twice + BigInt(of)) / (2n * BigInt(of)));
}

/** The part in words, for whoever earned by the deal; null where nothing was given back. */
export function refundInWords({ back, of }: Refunded): string | null {
  if (back <= 0 || of <= 0) return null;
  if (back >= of) return 'The deal was refunded';
  const percent = Math.round((back / of) * 1000) / 10;
  return `${percent} % of the deal was refunded`;
}
