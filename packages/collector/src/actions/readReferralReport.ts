import type { QuarterReport, ReferralReport, ReferralsQuery } from '@headwater/contract';
import { firstMoment } from '../domain/calendar.ts';
import type { Quarter } from '../domain/calendarPeriod.ts';
import { finalFrom, quarterCalled } from '../domain/frozenQuarter.ts';
import { isoTime } from '../domain/isoTime.ts';
import { rankTeams, sumOfRows } from '../domain/leaderboard.ts';
import type { Db } from '../storage/dialect.ts';
import { findFrozen } from '../storage/frozenQuarters.ts';
import type { Deps } from './deps.ts';
import { readStandings } from './readStandings.ts';
import { settingsValue } from './settings.ts';

/**
 * Who referred in a quarter, by name, the `last` or the present one, in the time zone of the calendar. Once it is
 * final it stays as it was.
 */
export async function readQuarter(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  name?: string,
): Promise<QuarterReport> {
  const { timeZone } = await settingsValue(db, 'calendar');
  const quarter = quarterCalled(name, clock.now(), timeZone);
  const kept = await findFrozen(db, quarter.name);
  if (!kept) return reportOf(db, quarter);
  const { until: to, ...report } = kept;
  return { ...report, to, totals: sumOfRows(report.rows) };
}

/**
 * Who referred in what was asked for, only the people of a team where one is named. Null where it ends before it
 * begins.
 */
export async function readReferralReport(
  deps: Pick<Deps, 'db' | 'clock'>,
  { quarter, from, to, team }: Omit<ReferralsQuery, 'format'>,
): Promise<ReferralReport | null> {
  const isPeriod = from !== undefined || to !== undefined;
  const report = isPeriod ? await reportBetween(deps.db, { from, to }) : await readQuarter(deps, quarter);
  if (report === null || team === undefined) return report;
  const rows = report.rows.filter((row) => row.team === team);
  return { ...report, rows, totals: sumOfRows(rows), teams: rankTeams(rows) };
}

/** A quarter as it stands now. */
export async function reportOf(db: Db, quarter: Quarter): Promise<QuarterReport> {
  const { timeZone } = await settingsValue(db, 'calendar');
  const { freezeAfterDays } = await settingsValue(db, 'referrals');
  const rows = await readStandings(db, quarter);
  return {
    quarter: quarter.name,
    timeZone,
    from: isoTime(quarter.fromMs),
    to: isoTime(quarter.untilMs),
    final: false,
    finalFrom: isoTime(finalFrom(quarter, freezeAfterDays, timeZone)),
    rows,
    totals: sumOfRows(rows),
    teams: rankTeams(rows),
  };
}

async function reportBetween(
  db: Db,
  { from, to }: Pick<ReferralsQuery, 'from' | 'to'>,
): Promise<ReferralReport | null> {
  const { timeZone } = await settingsValue(db, 'calendar');
  const fromMs = from === undefined ? 0 : firstMoment(from, timeZone);
  const untilMs = to === undefined ? Number.MAX_SAFE_INTEGER : firstMoment(to, timeZone);
  if (fromMs > untilMs) return null;
  const rows = await readStandings(db, { fromMs, untilMs });
  return {
    quarter: null,
    timeZone,
    from: from === undefined ? null : isoTime(fromMs),
    to: to === undefined ? null : isoTime(untilMs),
    final: false,
    finalFrom: null,
    rows,
    totals: sumOfRows(rows),
    teams: rankTeams(rows),
  };
}
