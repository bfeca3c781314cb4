import type { ImpressionsCell, ReportFilter } from '@headwater/contract';
import { REVENUE, STAGES, UNKNOWN, type Journeys } from './journeys.ts';
import { sourceDimensions, type Scope } from './scope.ts';
import { eachLead } from './sources.ts';
import { rate } from './sums.ts';
import { arrivalsIn, DAY_MS } from './visitors.ts';

export const aidaSteps = ['attention', 'interest', 'desire', 'action', 'retention'] as const;
export type AidaStep = (typeof aidaSteps)[number];

/**
 * `impressions`: those that fall on the period. `desireFrom`: the stage from which on a lead counts as desire.
 * `atMs`: the moment at which customers are looked at; who bought `stayedDays` ago and did not leave has stayed.
 */
export type AidaQuestion = Scope & {
  impressions: readonly ImpressionsCell[];
  desireFrom: 'lead' | 'mql';
  atMs: number;
  stayedDays: number;
};

export type AidaRow = {
  step: AidaStep;
  count: number;
  ofPrevious: number | null;
  ofFirst: number | null;
  /** Fewer than at the step before, and as a share of it. */
  lost: number;
  lostShare: number | null;
};

export type AidaAnswer = {
  rows: AidaRow[];
  totals: {
    impressions: number;
    /** Visitors who are no lead, and how often they came. */
    visitors: number;
    visits: number;
    leads: number;
    customers: number;
    /** Between which steps most are lost, by their share; null where nobody is. */
    biggestLoss: { from: AidaStep; to: AidaStep; lost: number; lostShare: number } | null;
  };
};

/** The way from being shown something to buying again, of those who came in the period. */
export function aidaReport(journeys: Journeys, question: AidaQuestion): AidaAnswer {
  const impressions = question.impressions.filter((cell) => isAsked(cell, question.filter));
  const isShown = shownTo(journeys, impressions);
  const count = { covered: 0, others: 0, interest: 0, desire: 0, action: 0, retention: 0 };
  const totals = { impressions: 0, visitors: 0, visits: 0, leads: 0, customers: 0 };
  for (const { source, visitors, interested, touches } of arrivalsIn(journeys, question)) {
    count[isShown(source) ? 'covered' : 'others'] += visitors;
    count.interest += interested;
    totals.visitors += visitors;
    totals.visits += touches;
  }
  const desired = question.desireFrom === 'lead' ? 0 : 1;
  eachLead(journeys, question, (row, original) => {
    count[isShown(original) ? 'covered' : 'others'] += 1;
    count.interest += 1;
    totals.leads += 1;
    if (!Number.isNaN(journeys.reachedAt[row * STAGES + desired])) count.desire += 1;
    if (Number.isNaN(journeys.reachedAt[row * STAGES + STAGES - 1])) return;
    count.action += 1;
    if (isRetained(journeys, row, question)) count.retention += 1;
  });
  totals.customers = count.action;
  totals.impressions = impressions.reduce((sum, cell) => sum + cell.count, 0);
  // who came by what was shown has seen it, also where fewer impressions were imported than there were
  const attention = Math.max(totals.impressions, count.covered) + count.others;
  const rows = rowsOf([attention, count.interest, count.desire, count.action, count.retention]);
  return { rows, totals: { ...totals, biggestLoss: biggestLoss(rows) } };
}

/** Impressions are known by one of source, channel and campaign: a filter by anything else leaves none. */
function isAsked({ by, key }: ImpressionsCell, filter: ReportFilter): boolean {
  return Object.entries(filter).every(
    ([name, wanted]) => wanted === undefined || (name === by && wanted === key),
  );
}

/** Whether impressions were imported for what somebody came by. */
function shownTo(
  { sources }: Journeys,
  impressions: readonly ImpressionsCell[],
): (source: number) => boolean {
  const shown = new Set(impressions.map(({ by, key }) => `${by}\n${key}`));
  const isShown = Uint8Array.from(sources, (source) =>
    sourceDimensions.some((by) => shown.has(`${by}\n${source[by] ?? ''}`)) ? 1 : 0,
  );
  return (source) => source !== UNKNOWN && isShown[source] === 1;
}

/** Whether a customer bought again, or stayed: nothing was cancelled since, and they have been one for long enough. */
function isRetained(
  { reachedAt, revenue }: Journeys,
  row: number,
  { atMs, stayedDays }: AidaQuestion,
): boolean {
  let hasBoughtAgain = false;
  let hasLeft = false;
  const from = revenue.start[row] ?? 0;
  for (let cell = from; cell < from + (revenue.count[row] ?? 0) * REVENUE; cell += REVENUE) {
    if ((revenue.cells[cell] ?? Infinity) > atMs) break;
    const kind = revenue.cells[cell + 1] ?? 0;
    if (kind === CANCELLATION) hasLeft = true;
    else if (kind !== REFUND) hasLeft = false;
    if (kind === REPEAT || kind === EXPANSION) hasBoughtAgain = true;
  }
  const wonAt = reachedAt[row * STAGES + STAGES - 1] ?? Number.NaN;
  return !hasLeft && (hasBoughtAgain || atMs - wonAt >= stayedDays * DAY_MS);
}

/** Places in `revenueKinds`. */
const [REPEAT, EXPANSION, REFUND, CANCELLATION] = [1, 2, 3, 4];

function rowsOf(counts: readonly number[]): AidaRow[] {
  const [first = 0] = counts;
  return aidaSteps.map((step, index) => {
    const count = counts[index] ?? 0;
    const before = counts[index - 1];
    const lost = before === undefined ? 0 : before - count;
    return {
      step,
      count,
      ofPrevious: before === undefined ? null : rate(count, before),
      ofFirst: rate(count, first),
      lost,
      lostShare: before === undefined ? null : rate(lost, before),
    };
  });
}

function biggestLoss(rows: readonly AidaRow[]): AidaAnswer['totals']['biggestLoss'] {
  let biggest: AidaAnswer['totals']['biggestLoss'] = null;
  for (const [index, { step: to, lost, lostShare }] of rows.entries()) {
    const from = rows[index - 1]?.step;
    if (from === undefined || lostShare === null || lost <= 0) continue;
    if (biggest === null || lostShare > biggest.lostShare) biggest = { from, to, lost, lostShare };
  }
  return biggest;
}
