import { funnelStages, type FunnelStage } from '../course.ts';
import { moneyOf } from './credits.ts';
import { STAGES, UNKNOWN, type Journeys } from './journeys.ts';
import { monthOf, monthsBetween } from './months.ts';
import { leadsIn, passes, sourcesIn, type Scope } from './scope.ts';
import { asRevenue, createMoneySums, rate, totalMoney, type Revenue } from './sums.ts';

export type CohortsQuestion = Scope & { timeZone: string };

/** The leads whose first touch was in a month, and what became of them. */
export type CohortFigures = {
  leads: number;
  stages: Record<FunnelStage, number>;
  customerRate: number | null;
} & Revenue;
export type CohortsAnswer = {
  /** `customersAfter`: how many were customers within so many months of thirty days of their first touch, from 1 on. */
  rows: ({ month: string; customersAfter: number[] } & CohortFigures)[];
  totals: CohortFigures;
};

const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;
const MOST_MONTHS = 12;

/** Leads by the month of their first touch, which must lie in the period; by when they came where none is known. */
export function cohortsReport(journeys: Journeys, question: CohortsQuestion): CohortsAnswer {
  const members = membersOf(journeys, question);
  const times = members.map(({ at }) => at);
  const [first, last] = [
    times.reduce((a, b) => Math.min(a, b), Infinity),
    times.reduce((a, b) => Math.max(a, b), 0),
  ];
  const months = members.length === 0 ? [] : monthsBetween(first, last, question.timeZone);
  const counts = months.map(() => ({
    reached: funnelStages.map(() => 0),
    after: Array<number>(MOST_MONTHS).fill(0),
  }));
  const money = createMoneySums(journeys.names);
  for (const { row, at } of members) {
    const month = monthOf(months, at);
    const { reached = [], after = [] } = counts[month] ?? {};
    for (let stage = 0; stage < STAGES; stage += 1)
      if (!Number.isNaN(journeys.reachedAt[row * STAGES + stage])) reached[stage] = (reached[stage] ?? 0) + 1;
    const wonAt = journeys.reachedAt[row * STAGES + STAGES - 1] ?? Number.NaN;
    const age = Math.max(0, Math.ceil((wonAt - at) / MONTH_MS) - 1);
    for (let each = age; each < MOST_MONTHS; each += 1) after[each] = (after[each] ?? 0) + 1;
    for (const { currency, amountMinor } of moneyOf(journeys, row, 'customer'))
      money.add(month, currency, amountMinor);
  }
  const rows = months.map(({ name }, month) => {
    const { reached = [], after = [] } = counts[month] ?? {};
    return { month: name, customersAfter: after, ...figures(reached, asRevenue(money.of(month))) };
  });
  const total = funnelStages.map((_, stage) =>
    counts.reduce((sum, { reached }) => sum + (reached[stage] ?? 0), 0),
  );
  return { rows, totals: figures(total, asRevenue(totalMoney(rows.map(({ revenues }) => revenues)))) };
}

function membersOf(journeys: Journeys, { fromMs, toMs, filter }: Scope): { row: number; at: number }[] {
  const { cells, start, count } = journeys.touches;
  const isIn = leadsIn(journeys, filter);
  const allowed = sourcesIn(journeys, filter);
  const members: { row: number; at: number }[] = [];
  for (let row = 0; row < journeys.size; row += 1) {
    const touchedAt = (count[row] ?? 0) > 0 ? cells[start[row] ?? 0] : journeys.reachedAt[row * STAGES];
    const at = touchedAt ?? Number.NaN;
    if (at >= fromMs && at < toMs && passes(allowed, journeys.original[row] ?? UNKNOWN) && isIn(row))
      members.push({ row, at });
  }
  return members;
}

function figures(reached: readonly number[], revenue: Revenue): CohortFigures {
  const [lead = 0, mql = 0, sql = 0, opportunity = 0, customer = 0] = reached;
  const stages = { lead, mql, sql, opportunity, customer };
  return { leads: lead, stages, customerRate: rate(customer, lead), ...revenue };
}
