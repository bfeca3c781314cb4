import { funnelStages, type FunnelStage } from '../course.ts';
import { EXIT, STAGES, type Journeys } from './journeys.ts';
import type { Scope } from './scope.ts';
import { eachLead } from './sources.ts';
import { rate } from './sums.ts';
import { medianOf } from './spread.ts';

/** A step: how many of the period's leads came so far, and what became of those who came no further. */
export type FunnelStep = {
  step: FunnelStage;
  count: number;
  ofPrevious: number | null;
  ofFirst: number | null;
  /** Fewer than at the step before. */
  lost: number;
  /** From the step before, among those for whom both were reported. */
  medianDays: number | null;
  /** Where those stand whose last step this is. */
  stopped: { open: number; disqualified: number; lost: number };
};

export type FunnelAnswer = { rows: FunnelStep[]; totals: { leads: number; customers: number } };

const DAY_MS = 86_400_000;

/** The way through the stages of the leads that came in the period, with what is lost between the steps. */
export function funnelReport(journeys: Journeys, scope: Scope): FunnelAnswer {
  const counts = funnelStages.map(() => 0);
  const stopped = funnelStages.map(() => ({ open: 0, disqualified: 0, lost: 0 }));
  const days = funnelStages.map((): number[] => []);
  eachLead(journeys, scope, (row) => {
    let last = 0;
    for (let stage = 0; stage < STAGES; stage += 1) {
      const at = journeys.reachedAt[row * STAGES + stage] ?? Number.NaN;
      if (Number.isNaN(at)) continue;
      last = stage;
      counts[stage] = (counts[stage] ?? 0) + 1;
      const before = stage === 0 ? Number.NaN : (journeys.reachedAt[row * STAGES + stage - 1] ?? Number.NaN);
      if (((journeys.implied[row] ?? 0) & (3 << (stage - 1))) === 0 && at >= before)
        days[stage]?.push((at - before) / DAY_MS);
    }
    const at = stopped[last];
    if (at) at[standingOf(journeys, row)] += 1;
  });
  const [first = 0] = counts;
  const rows = funnelStages.map((step, stage): FunnelStep => {
    const count = counts[stage] ?? 0;
    const before = counts[stage - 1];
    return {
      step,
      count,
      ofPrevious: before === undefined ? null : rate(count, before),
      ofFirst: rate(count, first),
      lost: before === undefined ? 0 : before - count,
      medianDays: medianOf(days[stage] ?? []),
      stopped: stopped[stage] ?? { open: 0, disqualified: 0, lost: 0 },
    };
  });
  return { rows, totals: { leads: first, customers: counts.at(-1) ?? 0 } };
}

/** Whether a lead is out of the funnel now. */
function standingOf({ exits }: Journeys, row: number): 'open' | 'disqualified' | 'lost' {
  const count = exits.count[row] ?? 0;
  if (count === 0) return 'open';
  const last = (exits.start[row] ?? 0) + (count - 1) * EXIT;
  if (!Number.isNaN(exits.cells[last + 2])) return 'open';
  return exits.cells[last] === 0 ? 'disqualified' : 'lost';
}
