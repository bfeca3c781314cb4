import type { QuarterReport } from '@headwater/contract';
import { finalFrom, quartersBetween } from '../domain/frozenQuarter.ts';
import {
  firstReferralAt,
  frozenQuarters,
  insertFrozen,
  type KeptQuarter,
} from '../storage/frozenQuarters.ts';
import type { InTransaction } from './deps.ts';
import { reportOf } from './readReferralReport.ts';
import { settingsValue } from './settings.ts';

/**
 * Keeps the leaderboard of each quarter that has become final as it stands now: reversals change it no more.
 * Answers when the next one does, in epoch milliseconds.
 */
export async function freezeQuarters({ trx, nowMs }: InTransaction): Promise<number> {
  const { timeZone } = await settingsValue(trx, 'calendar');
  const { freezeAfterDays } = await settingsValue(trx, 'referrals');
  const frozen = await frozenQuarters(trx);
  const quarters = quartersBetween(Math.min((await firstReferralAt(trx)) ?? nowMs, nowMs), nowMs, timeZone);
  const open = quarters.filter(({ name }) => !frozen.has(name));
  const moments = open.map((quarter) => finalFrom(quarter, freezeAfterDays, timeZone));
  for (const [index, quarter] of open.entries())
    if ((moments[index] ?? Infinity) <= nowMs)
      await insertFrozen(trx, keptForm(await reportOf(trx, quarter)), nowMs);
  return Math.min(...moments.filter((moment) => moment > nowMs));
}

const keptForm = ({ to: until, totals: _totals, ...report }: QuarterReport): KeptQuarter => ({
  ...report,
  until,
  final: true,
});
