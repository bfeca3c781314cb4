import type { ReportQuery } from '@headwater/contract';
import { wallTime } from '../domain/calendar.ts';
import { quarterAt } from '../domain/calendarPeriod.ts';
import { quarterCalled } from '../domain/frozenQuarter.ts';
import { endOfMinute } from '../domain/presentMinute.ts';
import type { ReviewAnswer } from '../domain/reports/review.ts';
import type { CreditBy } from '../domain/reports/leadShares.ts';
import { spendCells } from '../storage/spend.ts';
import { economicsFrame } from './askEconomics.ts';
import { askReport, type ReportAnswer, type ReportDeps } from './askReport.ts';
import { settingsValue } from './settings.ts';

type ReviewRequest = Omit<ReportQuery, 'format'> & {
  quarter?: string | undefined;
  model?: CreditBy | undefined;
};

/**
 * The review of a quarter beside the one before; of another period, which ends with this minute where no end is named, beside
 * one as long that ends where it begins.
 */
export async function askReview(
  deps: ReportDeps,
  { quarter, model, from, to, ...rest }: ReviewRequest,
): Promise<ReportAnswer<ReviewAnswer>> {
  const { timeZone } = await settingsValue(deps.db, 'calendar');
  const nowMs = deps.clock.now();
  const named = from === undefined ? quarterCalled(quarter, nowMs, timeZone) : null;
  const period = named
    ? { from: isoTime(named.fromMs), to: isoTime(named.untilMs) }
    : { from, to: to ?? isoTime(endOfMinute(nowMs)) };
  const frame = await economicsFrame(deps, model);
  const firstCosts = await firstCostsOf(deps, timeZone);
  return askReport(deps, 'review', { ...rest, ...period }, (framed) => {
    const { fromMs, toMs } = framed.scope;
    const since = named ? quarterAt(fromMs - 1, timeZone).fromMs : fromMs - (toMs - fromMs);
    const before = { ...framed, scope: { ...framed.scope, fromMs: since, toMs: fromMs } };
    return { now: frame(framed), before: frame(before), firstCosts };
  });
}

const isoTime = (ms: number): string => new Date(ms).toISOString();

/** When money was first spent on each source: the beginning of that month. */
async function firstCostsOf(
  { db }: Pick<ReportDeps, 'db'>,
  timeZone: string,
): Promise<Record<string, number>> {
  const first = new Map<string, number>();
  for (const { by, key, month } of await spendCells(db, '0000-01', '9999-12'))
    if (by === 'source' && !first.has(key)) first.set(key, wallTime(`${month}-01`, '00:00', timeZone));
  return Object.fromEntries(first);
}
