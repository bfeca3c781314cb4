import { EXIT, REVENUE, STAGES, TOUCH, UNKNOWN, type Journeys } from './journeys.ts';
import { leadsIn, passes, sourcesIn, type Scope } from './scope.ts';
import { rate } from './sums.ts';

export const lifecycleStages = [
  'awareness',
  'engagement',
  'evaluation',
  'purchase',
  'support',
  'loyalty',
] as const;
export type LifecycleStage = (typeof lifecycleStages)[number];
export type CustomerKind = 'new' | 'firstTime' | 'repeat' | 'lapsed';

/** `atMs`: the moment that is looked at. Days after which somebody counts as gone quiet. */
export type LifecycleQuestion = Scope & { atMs: number; quietDays: number; lapsedDays: number };

export type LifecycleAnswer = {
  /** `reentered`: those of them who had left, or lapsed, and came back. */
  rows: { stage: LifecycleStage; people: number; reentered: number; share: number | null }[];
  totals: { people: number; reentered: number; customers: Record<CustomerKind, number> };
};

const DAY_MS = 86_400_000;

type Person = { stage: LifecycleStage; kind: CustomerKind; hasReentered: boolean };

/**
 * Where the leads that came in the period stand in the lifecycle, which is a cycle: who falls silent or lapses is
 * back at awareness, and whoever comes back is counted as re-entered where they are then.
 */
export function lifecycleReport(journeys: Journeys, question: LifecycleQuestion): LifecycleAnswer {
  const counts = new Map(lifecycleStages.map((stage) => [stage, { people: 0, reentered: 0 }]));
  const customers = { new: 0, firstTime: 0, repeat: 0, lapsed: 0 };
  const { fromMs, toMs, filter } = question;
  const isIn = leadsIn(journeys, filter);
  const allowed = sourcesIn(journeys, filter);
  for (let row = 0; row < journeys.size; row += 1) {
    const at = journeys.reachedAt[row * STAGES] ?? Number.NaN;
    const isCounted = at >= fromMs && at < toMs && at <= question.atMs;
    if (!isCounted || !passes(allowed, journeys.original[row] ?? UNKNOWN) || !isIn(row)) continue;
    const { stage, kind, hasReentered } = standing(journeys, row, question);
    const count = counts.get(stage);
    if (count) count.people += 1;
    if (count && hasReentered) count.reentered += 1;
    customers[kind] += 1;
  }
  const rows = [...counts].map(([stage, count]) => ({ stage, ...count }));
  const people = rows.reduce((sum, row) => sum + row.people, 0);
  const reentered = rows.reduce((sum, row) => sum + row.reentered, 0);
  return {
    rows: rows.map((row) => ({ ...row, share: rate(row.people, people) })),
    totals: { people, reentered, customers },
  };
}

function standing(journeys: Journeys, row: number, question: LifecycleQuestion): Person {
  const { atMs, quietDays, lapsedDays } = question;
  const bought = purchasesOf(journeys, row, atMs);
  const touchedAt = lastTouch(journeys, row, atMs);
  const isQuiet = atMs - touchedAt > quietDays * DAY_MS;
  const exit = exitOf(journeys, row, atMs);
  if (bought.count === 0) {
    const stage =
      isQuiet || exit.isOut ? 'awareness' : isEvaluating(journeys, row, atMs) ? 'evaluation' : 'engagement';
    return { stage, kind: 'new', hasReentered: exit.cameBack };
  }
  const gap = lapsedDays * DAY_MS;
  const hasReentered = exit.cameBack || bought.longestGap > gap;
  if (bought.isCancelled || atMs - bought.lastAt > gap) {
    const isBack = touchedAt > bought.lastAt + gap && !isQuiet;
    return {
      stage: isBack ? 'engagement' : 'awareness',
      kind: 'lapsed',
      hasReentered: hasReentered || isBack,
    };
  }
  if (bought.count > 1) return { stage: 'loyalty', kind: 'repeat', hasReentered };
  const stage = atMs - bought.lastAt <= quietDays * DAY_MS ? 'purchase' : 'support';
  return { stage, kind: 'firstTime', hasReentered };
}

/** Sales talk to them: sql or beyond. */
function isEvaluating({ reachedAt }: Journeys, row: number, atMs: number): boolean {
  return (reachedAt[row * STAGES + 2] ?? Number.NaN) <= atMs;
}

/** What they bought until then; becoming a customer is a purchase, also where nobody said for how much. */
function purchasesOf({ reachedAt, revenue }: Journeys, row: number, atMs: number) {
  const wonAt = reachedAt[row * STAGES + STAGES - 1] ?? Number.NaN;
  const found = { count: 0, lastAt: -Infinity, longestGap: 0, isCancelled: false };
  const buy = (at: number): void => {
    if (found.count > 0) found.longestGap = Math.max(found.longestGap, at - found.lastAt);
    found.count += 1;
    found.lastAt = at;
    found.isCancelled = false;
  };
  const from = revenue.start[row] ?? 0;
  const hasDeal = (revenue.count[row] ?? 0) > 0 && revenue.cells[from + 1] === 0;
  if (wonAt <= atMs && !hasDeal) buy(wonAt);
  for (let cell = from; cell < from + (revenue.count[row] ?? 0) * REVENUE; cell += REVENUE) {
    const at = revenue.cells[cell] ?? Infinity;
    const kind = revenue.cells[cell + 1] ?? 0;
    if (at > atMs) break;
    if (kind <= 2) buy(at);
    else if (kind === 4) found.isCancelled = true;
  }
  return found;
}

function lastTouch({ touches, createdAt }: Journeys, row: number, atMs: number): number {
  const from = touches.start[row] ?? 0;
  for (let touch = (touches.count[row] ?? 0) - 1; touch >= 0; touch -= 1) {
    const at = touches.cells[from + touch * TOUCH] ?? Infinity;
    if (at <= atMs) return Math.max(at, createdAt[row] ?? 0);
  }
  return createdAt[row] ?? 0;
}

function exitOf({ exits }: Journeys, row: number, atMs: number): { isOut: boolean; cameBack: boolean } {
  let [isOut, cameBack] = [false, false];
  const from = exits.start[row] ?? 0;
  for (let cell = from; cell < from + (exits.count[row] ?? 0) * EXIT; cell += EXIT) {
    if ((exits.cells[cell + 1] ?? Infinity) > atMs) break;
    isOut = !((exits.cells[cell + 2] ?? Number.NaN) <= atMs);
    cameBack ||= !isOut;
  }
  return { isOut, cameBack };
}
