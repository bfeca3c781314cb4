import type { Money } from '@headwater/contract';
import { unattributed } from '../attribution/index.ts';
import { decimalsOf } from '../money.ts';
import { unassignedCost } from './costs.ts';
import type { Figures } from './economicFigures.ts';
import { economicsOf, type EconomicsQuestion, type EconomicsRow } from './economics.ts';
import { STAGES, TOUCH, UNKNOWN, type Journeys } from './journeys.ts';
import type { CreditBy } from './leadShares.ts';
import { unknownKey } from './scope.ts';
import { settled } from './sums.ts';

/** `firstCosts`: when money was first spent on a source, epoch milliseconds. */
export type ReviewQuestion = {
  now: Omit<EconomicsQuestion, 'groupBy'>;
  before: Omit<EconomicsQuestion, 'groupBy'>;
  firstCosts: Readonly<Record<string, number>>;
};

type Reviewed = Pick<Figures, 'leads' | 'cost' | 'costs' | 'cac' | 'ltvToCac' | 'roiPercent'> & {
  customers: number;
};
/** A source, and why it is named. */
type Named = { key: string; because: string };

export type ReviewAnswer = {
  model: CreditBy;
  before: { from: string | null; to: string | null };
  top: Named[];
  stop: Named[];
  newSources: { tried: string[]; because: string };
  rows: ({ key: string; before: Reviewed | null; change: { leads: number; customers: number } } & Reviewed)[];
  totals: Reviewed & { before: Reviewed };
};

const MOST_NAMED = 3;
const nowhere: ReadonlySet<string> = new Set([unassignedCost, unattributed, unknownKey]);

/** What to do more of, what to stop and what was tried, from a period and the one before. */
export function reviewReport(journeys: Journeys, { now, before, firstCosts }: ReviewQuestion): ReviewAnswer {
  const present = economicsOf(journeys, { ...now, groupBy: 'source' });
  const past = economicsOf(journeys, { ...before, groupBy: 'source' });
  const sources = present.rows.filter(({ key }) => !nowhere.has(key));
  const byKey = new Map(present.rows.map((row) => [row.key, row]));
  const earlier = new Map(past.rows.map((row) => [row.key, row]));
  const keys = new Set([...present.rows, ...past.rows].map(({ key }) => key));
  const nobody = economicsOf(journeys, {
    ...now,
    costs: [],
    fromMs: 0,
    toMs: 0,
    groupBy: 'source',
  }).totals;
  return {
    model: present.model,
    before: { from: isoTime(before.fromMs), to: isoTime(before.toMs) },
    top: sources
      .filter(({ stages }) => stages.customer > 0)
      .slice(0, MOST_NAMED)
      .map((row) => ({ key: row.key, because: whyTop(row) })),
    stop: toStop(sources),
    newSources: triedIn(journeys, now, firstCosts),
    rows: [...keys].map((key) => {
      const own = reviewed(byKey.get(key) ?? nobody);
      const then = earlier.get(key);
      const was = then ? reviewed(then) : null;
      return {
        key,
        ...own,
        before: was,
        change: {
          leads: settled(own.leads - (was?.leads ?? 0)),
          customers: settled(own.customers - (was?.customers ?? 0)),
        },
      };
    }),
    totals: { ...reviewed(present.totals), before: reviewed(past.totals) },
  };
}

const isoTime = (ms: number): string | null => (Number.isFinite(ms) ? new Date(ms).toISOString() : null);

const reviewed = ({ leads, stages, cost, costs, cac, ltvToCac, roiPercent }: Figures): Reviewed => ({
  leads,
  customers: stages.customer,
  cost,
  costs,
  cac,
  ltvToCac,
  roiPercent,
});

function whyTop({ stages, cac }: EconomicsRow): string {
  const count = Math.round(stages.customer * 10) / 10;
  const brought = `It brought ${count} ${count === 1 ? 'customer' : 'customers'}`;
  return cac === null ? `${brought}.` : `${brought}, at ${amountOf(cac)} each.`;
}

/** Sources that cost and bring nothing, that cost more than they bring, and the worst return of those that lose. */
function toStop(sources: readonly EconomicsRow[]): Named[] {
  const worst = sources
    .filter(({ roiPercent, stages }) => (roiPercent ?? 0) < 0 && stages.customer > 0)
    .toSorted((a, b) => (a.roiPercent ?? 0) - (b.roiPercent ?? 0))[0];
  return sources.flatMap((row) => {
    const because = whyStop(row, row === worst);
    return because === null ? [] : [{ key: row.key, because }];
  });
}

function whyStop({ stages, costs, ltvToCac, roiPercent }: EconomicsRow, isWorst: boolean): string | null {
  const spent = costs.filter(({ amount }) => amount > 0);
  if (spent.length === 0) return null;
  if (stages.customer === 0)
    return `It cost ${spent.map(amountOf).join(' and ')} and brought no customer so far.`;
  const loses = ltvToCac !== null && ltvToCac < 1;
  const ratio = `A customer brings ${roundTo(ltvToCac, 2)} times what winning them costs.`;
  const worst = `It has the worst return on what was spent: ${roundTo(roiPercent, 1)} %.`;
  if (loses) return isWorst ? `${ratio} ${worst}` : ratio;
  return isWorst ? worst : null;
}

const roundTo = (value: number | null, digits: number): string => (value ?? 0).toFixed(digits);

function amountOf({ amount, currency }: Money): string {
  const major = amount / 10 ** (decimalsOf(currency) ?? 2);
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(major);
}

/** Sources that were not seen and cost nothing before the period, and were or did in it. */
function triedIn(
  journeys: Journeys,
  { fromMs, toMs }: Pick<EconomicsQuestion, 'fromMs' | 'toMs'>,
  firstCosts: ReviewQuestion['firstCosts'],
): ReviewAnswer['newSources'] {
  const seen = firstSeen(journeys);
  for (const [key, at] of Object.entries(firstCosts)) seen.set(key, Math.min(at, seen.get(key) ?? Infinity));
  const tried = [...seen]
    .filter(([key, at]) => !key.startsWith('(') && at >= fromMs && at < toMs)
    .map(([key]) => key)
    .toSorted();
  if (tried.length === 0)
    return {
      tried,
      because: 'No new source was tried; at least one in a quarter keeps what comes next in sight.',
    };
  return { tried, because: `New in this period: ${tried.join(', ')}.` };
}

/** When each source brought the first touch of anybody, or a lead. */
function firstSeen({ size, counted, sources, original, reachedAt, touches }: Journeys): Map<string, number> {
  const first = new Float64Array(sources.length).fill(Infinity);
  const note = (source: number, at: number): void => {
    if (source !== UNKNOWN && at < (first[source] ?? Infinity)) first[source] = at;
  };
  for (let row = 0; row < size; row += 1) {
    if (counted[row] !== 1) continue;
    note(original[row] ?? UNKNOWN, reachedAt[row * STAGES] ?? Infinity);
    const from = touches.start[row] ?? 0;
    for (let cell = from; cell < from + (touches.count[row] ?? 0) * TOUCH; cell += TOUCH)
      note(touches.cells[cell + 1] ?? UNKNOWN, touches.cells[cell] ?? Infinity);
  }
  const seen = new Map<string, number>();
  for (const [place, { source }] of sources.entries())
    if (source !== null) seen.set(source, Math.min(first[place] ?? Infinity, seen.get(source) ?? Infinity));
  return seen;
}
