import type { SpendKind } from '@headwater/contract';
import { funnelStages } from '../course.ts';
import { putAll, type Purse } from './purse.ts';

export const spendKinds = [
  'ads',
  'software',
  'content',
  'team',
  'event',
  'rewards',
] as const satisfies SpendKind[];

/** What is added up of a group's leads and costs. Counts have parts where a model divides leads. */
export type Tally = {
  /** By stage. */
  reached: number[];
  costs: Record<SpendKind, Purse>;
  revenue: Purse;
  margin: Purse;
  /** How many leads brought revenue of which nobody knows the margin. */
  withoutMargin: number;
  /** What is still expected of the customers. */
  remainder: Purse;
  /** For how many months their money is, all customers together. */
  months: number;
  cancelled: number;
  deals: number;
  dealValue: Purse;
  /** First payments, and what they are now with what was added and taken away. */
  started: Purse;
  kept: Purse;
  /** Days until somebody was a customer, each by themselves. */
  daysFromTouch: number[];
  daysFromLead: number[];
};

const purses = ['revenue', 'margin', 'remainder', 'dealValue', 'started', 'kept'] as const;
const counts = ['withoutMargin', 'months', 'cancelled', 'deals'] as const;

export function emptyTally(): Tally {
  return {
    reached: funnelStages.map(() => 0),
    costs: Object.fromEntries(spendKinds.map((kind) => [kind, new Map()])) as Tally['costs'],
    revenue: new Map(),
    margin: new Map(),
    withoutMargin: 0,
    remainder: new Map(),
    months: 0,
    cancelled: 0,
    deals: 0,
    dealValue: new Map(),
    started: new Map(),
    kept: new Map(),
    daysFromTouch: [],
    daysFromLead: [],
  };
}

/** Everything of several tallies but the days, which are of customers that several of them may share. */
export function addUp(tallies: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const tally of tallies) {
    for (const stage of sum.reached.keys())
      sum.reached[stage] = (sum.reached[stage] ?? 0) + (tally.reached[stage] ?? 0);
    for (const kind of spendKinds) putAll(sum.costs[kind], tally.costs[kind]);
    for (const purse of purses) putAll(sum[purse], tally[purse]);
    for (const count of counts) sum[count] += tally[count];
  }
  return sum;
}

/** Costs of every kind together. */
export function costOf({ costs }: Tally): Purse {
  const all: Purse = new Map();
  for (const kind of spendKinds) putAll(all, costs[kind]);
  return all;
}
