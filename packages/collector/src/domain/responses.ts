import type { ResponseTimes, Spread } from '@headwater/contract';
import { quantile } from './quantile.ts';

/** One announced lead; times in epoch milliseconds, null where nothing happened. */
export type Response = {
  announced_at: number;
  deadline_at: number | null;
  claimed_at: number | null;
  claim_working_ms: number | null;
  followed_up_at: number | null;
  follow_up_working_ms: number | null;
};

/** How quickly people responded to these leads, as it is at `nowMs`. */
export function responseTimesOf(responses: readonly Response[], nowMs: number): ResponseTimes {
  const claimed = responses.flatMap(({ claimed_at, ...rest }) =>
    claimed_at === null ? [] : [{ claimed_at, ...rest }],
  );
  const tried = responses.flatMap(({ followed_up_at, ...rest }) =>
    followed_up_at === null ? [] : [{ followed_up_at, ...rest }],
  );
  const { inTime, late } = countDeadlines(responses, nowMs);
  return {
    leads: responses.length,
    claimed: claimed.length,
    followedUp: tried.length,
    inTime,
    late,
    withinDeadline: inTime + late === 0 ? null : Math.round((inTime / (inTime + late)) * 10_000) / 10_000,
    claim: {
      minutes: spreadOf(claimed.map((each) => each.claimed_at - each.announced_at)),
      workingMinutes: spreadOf(claimed.map((each) => each.claim_working_ms ?? 0)),
    },
    followUp: {
      minutes: spreadOf(tried.map((each) => each.followed_up_at - each.announced_at)),
      workingMinutes: spreadOf(tried.map((each) => each.follow_up_working_ms ?? 0)),
    },
  };
}

/** A lead that may still be claimed in time counts neither for nor against anybody. */
function countDeadlines(responses: readonly Response[], nowMs: number): { inTime: number; late: number } {
  let [inTime, late] = [0, 0];
  for (const { deadline_at, claimed_at } of responses) {
    if (deadline_at === null || (claimed_at === null && nowMs < deadline_at)) continue;
    if (claimed_at !== null && claimed_at <= deadline_at) inTime += 1;
    else late += 1;
  }
  return { inTime, late };
}

/** Who took a lead before it was announced did so at once. */
function spreadOf(durationsMs: readonly number[]): Spread {
  const minutes = durationsMs.map((ms) => Math.max(0, ms) / 60_000).toSorted((a, b) => a - b);
  return { median: rounded(quantile(minutes, 0.5)), p90: rounded(quantile(minutes, 0.9)) };
}

/** The middle of these, in minutes to one decimal; null of none. */
export function medianMinutes(durationsMs: readonly number[]): number | null {
  const { median } = spreadOf(durationsMs);
  return median === null ? null : Math.round(median * 10) / 10;
}

const rounded = (minutes: number | null): number | null =>
  minutes === null ? null : Math.round(minutes * 100) / 100;
