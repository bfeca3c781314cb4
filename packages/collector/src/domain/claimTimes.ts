import type { Home } from '@headwater/contract';
import { median } from './median.ts';

/** Somebody claimed a lead, so long after it was given to somebody last. */
export type Claim = { by: string; afterMs: number };

const MINUTE_MS = 60_000;

/** How long each takes to claim what they are given, in minutes to one decimal, the quickest first. */
export function responseTimes(claims: readonly Claim[]): Home['responses'] {
  const times = [...Map.groupBy(claims, ({ by }) => by)].map(([slackUser, own]) => ({
    slackUser,
    claims: own.length,
    medianMinutes: medianMinutes(own) ?? 0,
  }));
  return times.toSorted(
    (one, other) => one.medianMinutes - other.medianMinutes || one.slackUser.localeCompare(other.slackUser),
  );
}

/** The median of them all; null where nobody claimed. */
export function medianMinutes(claims: readonly Pick<Claim, 'afterMs'>[]): number | null {
  const ms = median(claims.map(({ afterMs }) => afterMs));
  return ms === null ? null : Math.round((ms / MINUTE_MS) * 10) / 10;
}
