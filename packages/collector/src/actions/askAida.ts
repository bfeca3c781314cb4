import type { ReportQuery } from '@headwater/contract';
import { daysOf } from '../domain/calendarPeriod.ts';
import { impressionsBetween } from '../domain/impressions.ts';
import { endOfMinute } from '../domain/presentMinute.ts';
import type { AidaAnswer, AidaQuestion } from '../domain/reports/aida.ts';
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
    const { from, to } = daysOf(scope, timeZone);
    // who came in the period is looked at today, as in every report: nobody stays ninety days within a month
    const atMs = endOfMinute(deps.clock.now());
    return { ...scope, ...asked, atMs, impressions: impressionsBetween(cells, from, to) };
  });
}
