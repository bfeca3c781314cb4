import type { Money } from '@headwater/contract';

/** Money by currency, minor units. */
export type Purse = Map<string, number>;

export function put(purse: Purse, currency: string, amount: number): void {
  purse.set(currency, (purse.get(currency) ?? 0) + amount);
}

export function putAll(into: Purse, from: Purse): void {
  for (const [currency, amount] of from) put(into, currency, amount);
}

/** What is in it, in whole minor units and the order of the currencies' codes. */
export function moneyIn(purse: Purse): Money[] {
  return [...purse]
    .map(([currency, amount]) => ({ amount: Math.round(amount), currency }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** The one amount in it, nothing being 0 of `base`; null where there are several, which nobody can add up. */
export function onlyIn(purse: Purse, base: string): Money | null {
  const amounts = [...purse].filter(([, amount]) => amount !== 0);
  if (amounts.length > 1) return null;
  const [[currency, amount] = [base, 0]] = amounts;
  return { amount, currency };
}
