import type { ReportQuery } from '@headwater/contract';
import { endOfMinute } from '../domain/presentMinute.ts';
import type { LifecycleAnswer, LifecycleQuestion } from '../domain/reports/lifecycle.ts';
import { askReport, type ReportAnswer, type ReportDeps } from './askReport.ts';

/** Asks where people stand now, or stood when the period ended. */
export async function askLifecycle(
  deps: ReportDeps,
  query: Omit<ReportQuery, 'format'>,
  asked: Pick<LifecycleQuestion, 'quietDays' | 'lapsedDays'>,
): Promise<ReportAnswer<LifecycleAnswer>> {
  return askReport(deps, 'lifecycle', query, ({ scope }) => {
    return { ...scope, ...asked, atMs: Math.min(endOfMinute(deps.clock.now()), scope.toMs) };
  });
}
