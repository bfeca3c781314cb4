import type { ScoreGroup, ScoreLine, ScoreRule, ScoringSettings, Temperature } from '@headwater/contract';
import type { Act } from './scoring-act.ts';
import { scoredActs } from './scoring-match.ts';
import type { ScoredAct } from './scoring-match.ts';
import { coolingTime, temperatureOf } from './temperature.ts';

const DAY_MS = 86_400_000;

export type LeadScore = {
  /** Whole points, the sum of the lines. */
  score: number;
  lines: ScoreLine[];
  temperature: Temperature;
  reasons: string[];
  /** Epoch milliseconds at which the temperature drops by time alone; null when it does not. */
  coolsAt: number | null;
};

/**
 * Score and temperature of a lead at `nowMs`, with every line and reason:
 * fit + sum of points * 2^(-age / half-life), at most the cap in each group.
 * The order of the acts does not matter; an act dated in the future counts as fresh.
 */
export function scoreLead(acts: readonly Act[], nowMs: number, settings: ScoringSettings): LeadScore {
  const scored = scoredActs(acts, settings.rules);
  const warmth = (ms: number) => temperatureOf(sumOf(scoreLines(scored, ms, settings)), scored, ms, settings);
  const lines = scoreLines(scored, nowMs, settings);
  const coolsAt = coolingTime((ms) => warmth(ms).temperature, nowMs);
  return { score: sumOf(lines), lines, ...warmth(nowMs), coolsAt };
}

function scoreLines(scored: readonly ScoredAct[], nowMs: number, settings: ScoringSettings): ScoreLine[] {
  const byRule = Map.groupBy(scored, (act) => act.rule);
  const earned = [...byRule].map(([rule, acts]) => ({
    group: rule.group,
    line: ruleLine(rule, acts, nowMs),
  }));
  const capped = [...Map.groupBy(earned, (each) => each.group)].flatMap(([group, each]) =>
    withCap(
      group,
      each.map(({ line }) => line),
      settings.caps[group],
    ),
  );
  const fit = {
    points: Math.round(settings.neutralFit),
    because: 'Fit is neutral: no ideal customer profile is set',
  };
  return [fit, ...capped].filter((line) => line.points !== 0).sort(strongestFirst);
}

function ruleLine(rule: ScoreRule, acts: readonly ScoredAct[], nowMs: number): ScoreLine {
  const points = acts.reduce((sum, act) => {
    const ageDays = Math.max(0, nowMs - act.at) / DAY_MS;
    return sum + rule.points * 2 ** (-ageDays / rule.halfLifeDays);
  }, 0);
  return { points: Math.round(points), because: `${rule.name}: ${inWords(acts)}` };
}

function inWords(acts: readonly ScoredAct[]): string {
  const label = acts.at(-1)?.label ?? '';
  if (acts.length === 1) return label;
  const same = acts.every((act) => act.label === label);
  return same ? `${label}, ${acts.length} times` : `${label} and ${acts.length - 1} more`;
}

function withCap(group: ScoreGroup, lines: ScoreLine[], cap: number): ScoreLine[] {
  const over = sumOf(lines) - Math.round(cap);
  if (over <= 0) return lines;
  return [...lines, { points: -over, because: `All ${group} together count ${Math.round(cap)} at most` }];
}

function sumOf(lines: readonly ScoreLine[]): number {
  return lines.reduce((sum, line) => sum + line.points, 0);
}

function strongestFirst(a: ScoreLine, b: ScoreLine): number {
  return b.points - a.points || (a.because < b.because ? -1 : Number(a.because > b.because));
}
