import type { InTransaction } from './deps.ts';

/** Clocks and time zones differ: what is reported for later today counts from now. */
const AHEAD_MS = 36 * 60 * 60 * 1000;

/** When something happened that people report, epoch milliseconds: now when they do not say; null in the future. */
export function momentOf({ nowMs }: InTransaction, reportedAt: number = nowMs): number | null {
  return reportedAt > nowMs + AHEAD_MS ? null : Math.min(reportedAt, nowMs);
}
