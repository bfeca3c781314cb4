import type { Warning, WarningList } from '@headwater/contract';
import { wallTime } from '../domain/calendar.ts';
import type { Db } from '../storage/dialect.ts';
import { findCheck, openWarnings, warningsBetween, type StoredWarning } from '../storage/warnings.ts';
import { settingsValue } from './settings.ts';

const isoTime = (ms: number): string => new Date(ms).toISOString();

/** The warnings that were open at some time between; all where nothing is said. Null where `to` is before `from`. */
export async function readWarnings(
  db: Db,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<WarningList | null> {
  const { timeZone } = await settingsValue(db, 'calendar');
  const moment = (time: string): number =>
    time.length === 10 ? wallTime(time, '00:00', timeZone) : Date.parse(time);
  const fromMs = from === undefined ? 0 : moment(from);
  const toMs = to === undefined ? Number.MAX_SAFE_INTEGER : moment(to);
  if (fromMs > toMs) return null;
  const data = await warningsBetween(db, fromMs, toMs);
  const checkedAt = (await findCheck(db))?.checked_at ?? null;
  return { data: data.map(shown), checkedAt: checkedAt === null ? null : isoTime(checkedAt) };
}

/** The sentences of those that hold, for the status page. */
export async function warningsInWords(db: Db): Promise<string[]> {
  return (await openWarnings(db)).map(({ told }) => told.what);
}

function shown({ told, period, since, told_at, over_at }: StoredWarning): Warning {
  return {
    ...told,
    state: over_at === null ? 'open' : 'over',
    period,
    since: isoTime(since),
    toldAt: isoTime(told_at),
    overAt: over_at === null ? null : isoTime(over_at),
  };
}
