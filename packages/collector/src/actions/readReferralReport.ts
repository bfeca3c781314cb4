import type { ReferralReport } from '@headwater/contract';
import type { Quarter } from '../domain/calendarPeriod.ts';
import { finalFrom, quarterCalled } from '../domain/frozenQuarter.ts';
import { rankTeams } from '../domain/leaderboard.ts';
import type { Db } from '../storage/dialect.ts';
import { findFrozen } from '../storage/frozenQuarters.ts';
import type { Deps } from './deps.ts';
import { readStandings } from './readStandings.ts';
import { settingsValue } from './settings.ts';

/**
 * Who referred in a quarter, by name, the `last` or the present one, in the time zone of the calendar. Once it is
 * final it stays as it was.
 */
export async function readReferralReport(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  name?: string,
): Promise<ReferralReport> {
  const { timeZone } = await settingsValue(db, 'calendar');
  const quarter = quarterCalled(name, clock.now(), timeZone);
  return (await findFrozen(db, quarter.name)) ?? reportOf(db, quarter);
}

/** A quarter as it stands now. */
export async function reportOf(db: Db, quarter: Quarter): Promise<ReferralReport> {
  const { timeZone } = await settingsValue(db, 'calendar');
  const { freezeAfterDays } = await settingsValue(db, 'referrals');
  const rows = await readStandings(db, quarter);
  return {
    quarter: quarter.name,
    timeZone,
    from: new Date(quarter.fromMs).toISOString(),
    until: new Date(quarter.untilMs).toISOString(),
    final: false,
    finalFrom: new Date(finalFrom(quarter, freezeAfterDays, timeZone)).toISOString(),
    rows,
    teams: rankTeams(rows),
  };
}
