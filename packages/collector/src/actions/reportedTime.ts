import { AHEAD_MS } from '../domain/moment.ts';
import type { InTransaction } from './deps.ts';

/** When something happened that people report, epoch milliseconds: now when they do not say; null in the future. */
export function momentOf({ nowMs }: Pick<InTransaction, 'nowMs'>, reportedAt: number = nowMs): number | null {
  return reportedAt > nowMs + AHEAD_MS ? null : Math.min(reportedAt, nowMs);
}
