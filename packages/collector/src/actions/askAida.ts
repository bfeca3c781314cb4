import type { ReportQuery } from '@headwater/contract';
import { dayAt } from '../domain/calendarPeriod.ts';
import { impressionsBetween } from '../domain/impressions.ts';
import { endOfMinute } from '../domain/presentMinute.ts';
import type { AidaAnswer, AidaQuestion } from '../domain/reports/aida.ts';
import type { Scope } from '../domain/reports/scope.ts';
import { impressionCells } from '../storage/impressions.ts';
import { askReport, type ReportAnswer, type ReportDeps } from './askReport.ts';

/** Asks for the way from attention to retention, with the impressions of the period. */
export async function askAida(
  deps: ReportDeps,
  query: Omit<ReportQuery, 'format'>,
  asked: Pick<AidaQuestion, 'desireFrom' | 'stayedDays'>,
): Promise<ReportAnswer<AidaAnswer>> {
  const cells = await impressionCells(deps.db, '0000-01', '9999-12');
  return askReport(deps, 'aida', query, ({ scope, timeZone }) => {
    const { fromDay, toDay } = daysOf(scope, timeZone);
    // who came in the period is looked at today, as in every report: nobody stays ninety days within a month
    const atMs = endOfMinute(deps.clock.now());
    return { ...scope, ...asked, atMs, impressions: impressionsBetween(cells, fromDay, toDay) };
  });
}

/** The first and the last day of a period. */
function daysOf({ fromMs, toMs }: Scope, timeZone: string): { fromDay: string; toDay: string } {
  return {
    fromDay: Number.isFinite(fromMs) ? dayAt(fromMs, timeZone) : '0000-01-01',
    toDay: Number.isFinite(toMs) ? dayAt(toMs - 1, timeZone) : '9999-12-31',
  };
}
