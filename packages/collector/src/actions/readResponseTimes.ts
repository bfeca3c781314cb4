import { setImmediate as letOthersGo } from 'node:timers/promises';
import type {
  ReportFilter,
  ResponseGroup,
  ResponseTimesQuery,
  ResponseTimesReport,
} from '@headwater/contract';
import { firstMoment } from '../domain/calendar.ts';
import { isoTime } from '../domain/isoTime.ts';
import { fits, leadWords, type LeadWords } from '../domain/reports/packedLead.ts';
import { responseTimesOf } from '../domain/responses.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { journeysOf } from '../storage/journeys.ts';
import { responsesBetween } from '../storage/responses.ts';
import type { ResponsesTable } from '../storage/schema.ts';
import type { Deps } from './deps.ts';
import { settingsValue } from './settings.ts';

const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;
/** Packed rows that are read and parsed at a time; between two of them others get their turn. */
const PAGE = 500;

/** How reports call who has a lead that nobody claimed. */
const unclaimed = '(unclaimed)';

/**
 * How quickly people responded to the leads announced from `from` until before `to`: moments, or days that
 * begin at midnight in the calendar's time zone; the last thirty days where they are left out. Null where it ends
 * before it begins.
 */
export async function readResponseTimes(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { from, to, groupBy, ...filter }: Omit<ResponseTimesQuery, 'format'>,
): Promise<ResponseTimesReport | null> {
  const nowMs = clock.now();
  const { timeZone } = await settingsValue(db, 'calendar');
  // the millisecond that is now belongs to what is asked for
  const toMs = to === undefined ? nowMs + 1 : firstMoment(to, timeZone);
  const fromMs = from === undefined ? toMs - THIRTY_DAYS_MS : firstMoment(from, timeZone);
  if (fromMs > toMs) return null;
  const responses = await responsesBetween(db, fromMs, toMs);
  const keys = await keysOf(db, responses, { groupBy, filter });
  const counted = responses.filter(({ lead_id }) => keys.has(lead_id));
  const rows = [...Map.groupBy(counted, ({ lead_id }) => keys.get(lead_id) ?? unclaimed)]
    .toSorted(([one, few], [other, many]) => many.length - few.length || (one < other ? -1 : 1))
    .map(([key, group]) => ({ key, ...responseTimesOf(group, nowMs) }));
  return {
    from: isoTime(fromMs),
    to: isoTime(toMs),
    groupBy,
    rows,
    totals: responseTimesOf(counted, nowMs),
  };
}

type Asked = { groupBy: ResponseGroup; filter: ReportFilter };

/** The row of each lead that passes the filter. */
async function keysOf(
  db: Db,
  responses: readonly ResponsesTable[],
  { groupBy, filter }: Asked,
): Promise<Map<LeadId, string>> {
  if (groupBy === 'owner' && Object.values(filter).every((value) => value === undefined))
    return new Map(responses.map(({ lead_id, claimed_by }) => [lead_id, claimed_by ?? unclaimed]));
  const keys = new Map<LeadId, string>();
  for (let start = 0; start < responses.length; start += PAGE) {
    const page = responses.slice(start, start + PAGE);
    const words = await wordsOf(db, page);
    for (const { lead_id, claimed_by } of page) {
      const said = words.get(lead_id) ?? leadWords(null);
      if (!fits(said, filter)) continue;
      keys.set(lead_id, groupBy === 'owner' ? (claimed_by ?? unclaimed) : said[groupBy]);
    }
    await letOthersGo();
  }
  return keys;
}

async function wordsOf(db: Db, page: readonly ResponsesTable[]): Promise<Map<LeadId, LeadWords>> {
  const ids = page.map(({ lead_id }) => lead_id);
  return new Map((await journeysOf(db, ids)).map(({ lead_id, touches }) => [lead_id, leadWords(touches)]));
}
