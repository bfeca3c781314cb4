import { funnelStages, type FunnelStage } from '../course.ts';
import { moneyOf } from './credits.ts';
import { groupBy, type Dimension } from './grouping.ts';
import { STAGES, UNKNOWN, type Journeys } from './journeys.ts';
import { leadsIn, passes, sourcesIn, type Scope } from './scope.ts';
import {
  asRevenue,
  createMoneySums,
  createSums,
  rate,
  totalMoney,
  type MoneySums,
  type Revenue,
  type Sums,
} from './sums.ts';

export type SourcesQuestion = Scope & { groupBy: Dimension };

/** How many leads of the period reached each stage so far, whether that was reported or only passed. */
export type StageCounts = Record<FunnelStage, number>;

/** Every pair of stages, the earlier first: which share of those that reached `from` reached `to`. */
export type StageRate = { from: FunnelStage; to: FunnelStage; rate: number | null };

export type SourceFigures = { leads: number; stages: StageCounts; rates: StageRate[] } & Revenue;
export type SourcesAnswer = {
  rows: ({ key: string; share: number | null } & SourceFigures)[];
  totals: SourceFigures;
};

/** The leads that came in the period, by their original source or by what they are, and what became of them. */
export function sourcesReport(journeys: Journeys, question: SourcesQuestion): SourcesAnswer {
  const grouping = groupBy(journeys, question.groupBy);
  const counts = funnelStages.map(() => createSums());
  const money = createMoneySums(journeys.names);
  eachLead(journeys, question, (row, original) => {
    const group = grouping.groupOf(row, original);
    addLead(journeys, { row, group, counts, money });
  });
  const groups = grouping.keys
    .map((key, group) => ({ key, reached: counts.map((sums) => sums.of(group)), revenues: money.of(group) }))
    .filter(({ reached }) => (reached[0] ?? 0) > 0);
  const total = counts.map((_, stage) => groups.reduce((sum, { reached }) => sum + (reached[stage] ?? 0), 0));
  const rows = groups
    .toSorted((a, b) => byCustomers(a.reached, b.reached) || (a.key < b.key ? -1 : 1))
    .map(({ key, reached, revenues }) => ({
      key,
      share: rate(reached[0] ?? 0, total[0] ?? 0),
      ...figures(reached, revenues),
    }));
  return { rows, totals: figures(total, totalMoney(groups.map(({ revenues }) => revenues))) };
}

/** Every lead that came in the period and passes the filter, with the place of its original source. */
export function eachLead(
  journeys: Journeys,
  { fromMs, toMs, filter }: Scope,
  visit: (row: number, original: number) => void,
): void {
  const { size, reachedAt, original } = journeys;
  const isIn = leadsIn(journeys, filter);
  const allowed = sourcesIn(journeys, filter);
  for (let row = 0; row < size; row += 1) {
    const at = reachedAt[row * STAGES] ?? Number.NaN;
    const source = original[row] ?? UNKNOWN;
    if (at >= fromMs && at < toMs && passes(allowed, source) && isIn(row)) visit(row, source);
  }
}

function addLead(
  journeys: Journeys,
  { row, group, counts, money }: { row: number; group: number; counts: readonly Sums[]; money: MoneySums },
): void {
  for (const [stage, sums] of counts.entries())
    if (!Number.isNaN(journeys.reachedAt[row * STAGES + stage])) sums.add(group, 1);
  for (const { currency, amountMinor } of moneyOf(journeys, row, 'customer'))
    money.add(group, currency, amountMinor);
}

/** Customers count, then how near to it the others came. */
function byCustomers(a: readonly number[], b: readonly number[]): number {
  for (let stage = STAGES - 1; stage >= 0; stage -= 1) {
    const difference = (b[stage] ?? 0) - (a[stage] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function figures(reached: readonly number[], revenues: SourceFigures['revenues']): SourceFigures {
  const [lead = 0, mql = 0, sql = 0, opportunity = 0, customer = 0] = reached;
  return {
    leads: lead,
    stages: { lead, mql, sql, opportunity, customer },
    rates: ratesOf(reached),
    ...asRevenue(revenues),
  };
}

/** The rate of each pair of stages, null where nobody reached the earlier one. */
export function ratesOf(reached: readonly number[]): StageRate[] {
  return funnelStages.flatMap((from, earlier) =>
    funnelStages.slice(earlier + 1).map((to, offset) => ({
      from,
      to,
      rate: rate(reached[earlier + 1 + offset] ?? 0, reached[earlier] ?? 0),
    })),
  );
}
