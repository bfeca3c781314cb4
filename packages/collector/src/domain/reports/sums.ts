import type { Money } from '@headwater/contract';

/** Numbers added up a group; it grows with the groups. */
export type Sums = { add: (group: number, value: number) => void; of: (group: number) => number };

export function createSums(): Sums {
  const sums: number[] = [];
  return {
    add: (group, value) => {
      while (sums.length <= group) sums.push(0);
      sums[group] = (sums[group] ?? 0) + value;
    },
    of: (group) => sums[group] ?? 0,
  };
}

/** Money added up a group and a currency, which is a place in `names`. */
export type MoneySums = {
  add: (group: number, currency: number, amountMinor: number) => void;
  /** One amount for each currency that any group has, in the order of their codes. */
  of: (group: number) => Money[];
};

export function createMoneySums(names: readonly string[]): MoneySums {
  const byCurrency = new Map<number, Sums>();
  return {
    add: (group, currency, amountMinor) => {
      let sums = byCurrency.get(currency);
      if (!sums) byCurrency.set(currency, (sums = createSums()));
      sums.add(group, amountMinor);
    },
    of: (group) =>
      [...byCurrency]
        .map(([currency, sums]) => ({ amount: sums.of(group), currency: names[currency] ?? '' }))
        .toSorted((a, b) => (a.currency < b.currency ? -1 : 1)),
  };
}

/** Money as answers have it: `revenue` where there is one currency, null where there are none or several. */
export type Revenue = { revenue: Money | null; revenues: Money[] };

export const asRevenue = (revenues: Money[]): Revenue => ({
  revenue: revenues.length === 1 ? (revenues[0] ?? null) : null,
  revenues,
});

/** The sum of several groups' money, currency by currency. */
export function totalMoney(all: readonly Money[][]): Money[] {
  const totals = new Map<string, number>();
  for (const { amount, currency } of all.flat()) totals.set(currency, (totals.get(currency) ?? 0) + amount);
  return [...totals]
    .map(([currency, amount]) => ({ amount, currency }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** b of a, null where there is nothing to divide by. */
export const rate = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Without what adding up thirds leaves behind. */
export const settled = (sum: number): number => Math.round(sum * 1e9) / 1e9;
