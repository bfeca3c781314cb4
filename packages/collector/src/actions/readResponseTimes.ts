import type { ResponseGroup, ResponseTimesReport } from '@headwater/contract';
import { firstMoment } from '../domain/calendar.ts';
import { isoTime } from '../domain/isoTime.ts';
import { responseTimesOf } from '../domain/responses.ts';
import { responsesBetween, type ResponseRow } from '../storage/responses.ts';
import type { Deps } from './deps.ts';
import { settingsValue } from './settings.ts';

const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;

/**
 * How quickly people responded to the leads announced from `from` until before `to`: moments, or days that
 * begin at midnight in the calendar's time zone; the last thirty days where they are left out.
 */
export async function readResponseTimes(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { from, to, groupBy }: { from?: string | undefined; to?: string | undefined; groupBy: ResponseGroup },
): Promise<ResponseTimesReport> {
  const nowMs = clock.now();
  const { timeZone } = await settingsValue(db, 'calendar');
  // the millisecond that is now belongs to what is asked for
  const toMs = to === undefined ? nowMs + 1 : firstMoment(to, timeZone);
  const fromMs = from === undefined ? toMs - THIRTY_DAYS_MS : firstMoment(from, timeZone);
  const rows = await responsesBetween(db, fromMs, toMs);
  const groups = [...Map.groupBy(rows, keyOf(groupBy))]
    .toSorted(([one, few], [other, many]) => many.length - few.length || compare(one, other))
    .map(([key, group]) => ({ key, ...responseTimesOf(group, nowMs) }));
  return { from: isoTime(fromMs), to: isoTime(toMs), groupBy, groups, total: responseTimesOf(rows, nowMs) };
}

function keyOf(groupBy: ResponseGroup): (row: ResponseRow) => string | null {
  switch (groupBy) {
    case 'owner':
      return ({ claimed_by }) => claimed_by;
    case 'channel':
      return ({ channel }) => channel;
    case 'source':
      return ({ source }) => source;
  }
}

const compare = (one: string | null, other: string | null): number => ((one ?? '') < (other ?? '') ? -1 : 1);
