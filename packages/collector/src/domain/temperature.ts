import type { ScoringSettings, Temperature } from '@headwater/contract';
import { isAboutReading, type ScoredAct } from './scoring-match.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CENTURY_MS = 36_525 * DAY_MS;
const rank = { cold: 0, warm: 1, hot: 2 } satisfies Record<Temperature, number>;

export type Warmth = { temperature: Temperature; reasons: string[] };

/**
 * How warm a lead is, and why. Hot takes a recent request and enough points: no number of downloads makes a
 * lead hot. A referral is at least warm for one half-life of its rule. `acts` are sorted, oldest first.
 * Fit does not hold a lead back here: it is neutral while no ideal customer profile is set.
 */
export function temperatureOf(
  score: number,
  acts: readonly ScoredAct[],
  nowMs: number,
  settings: ScoringSettings,
): Warmth {
  const request = latestRequest(acts, settings);
  const recent = request !== undefined && nowMs - request.at <= settings.hotWithinHours * HOUR_MS;
  if (recent && score >= settings.hotFrom) {
    const reasons = [
      `${request.label}, within the last ${settings.hotWithinHours} hours`,
      `Score ${score}, hot begins at ${settings.hotFrom}`,
    ];
    return { temperature: 'hot', reasons };
  }
  const warm = whyWarm(score, acts, nowMs, settings);
  if (warm === null) {
    return { temperature: 'cold', reasons: [`Score ${score}, warm begins at ${settings.warmFrom}`] };
  }
  const notHot = recent
    ? `Not hot: score ${score}, hot begins at ${settings.hotFrom}`
    : whyNoRequest(request, acts, settings);
  return { temperature: 'warm', reasons: [warm, notHot] };
}

/** Reading asks for nothing, however long it takes: it earns points and no more. */
function latestRequest(acts: readonly ScoredAct[], settings: ScoringSettings): ScoredAct | undefined {
  const requests = acts.filter(
    ({ rule }) => rule.group === 'requests' && rule.points > 0 && !isAboutReading(rule),
  );
  const views = requests.filter(({ rule }) => rule.on === 'page').length;
  return requests.findLast(({ rule }) => rule.on !== 'page' || views >= settings.pricingViews);
}

function whyWarm(
  score: number,
  acts: readonly ScoredAct[],
  nowMs: number,
  settings: ScoringSettings,
): string | null {
  if (score >= settings.warmFrom) return `Score ${score}, warm begins at ${settings.warmFrom}`;
  const referral = acts.findLast(
    ({ rule, at }) => rule.group === 'referrals' && nowMs - at <= rule.halfLifeDays * DAY_MS,
  );
  return referral ? `A referral starts warm: ${referral.label}` : null;
}

function whyNoRequest(
  request: ScoredAct | undefined,
  acts: readonly ScoredAct[],
  settings: ScoringSettings,
): string {
  if (request) return `Not hot: the last request is more than ${settings.hotWithinHours} hours old`;
  const downloaded = acts.some(({ rule }) => rule.group === 'downloads');
  return downloaded ? 'Not hot: downloads alone are never more than warm' : 'Not hot: no request so far';
}

/**
 * The first millisecond after `nowMs` at which the lead is colder than at `nowMs`, if nothing else happens;
 * null when a century does not cool it. Points that fade must not be negative for the answer to be exact.
 */
export function coolingTime(temperatureAt: (ms: number) => Temperature, nowMs: number): number | null {
  const present = rank[temperatureAt(nowMs)];
  if (present === rank.cold) return null;
  const colder = (afterMs: number) => rank[temperatureAt(nowMs + afterMs)] < present;

  let still = 0;
  let cooled = HOUR_MS;
  while (!colder(cooled)) {
    if (cooled > CENTURY_MS) return null;
    still = cooled;
    cooled *= 2;
  }
  while (cooled - still > 1) {
    const middle = Math.floor((still + cooled) / 2);
    if (colder(middle)) cooled = middle;
    else still = middle;
  }
  return nowMs + cooled;
}
