import type { ReferralReport } from '@headwater/contract';
import { rankReferrers, rankTeams } from '../domain/leaderboard.ts';
import { quarterAt, quarterNamed } from '../domain/calendarPeriod.ts';
import { referralsIn, rewardsIn } from '../storage/recognition.ts';
import type { Deps } from './deps.ts';
import { settingsValue } from './settings.ts';

/** Who referred in a quarter, by name or the present one, in the time zone of the calendar. */
export async function readReferralReport(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  quarter?: string,
): Promise<ReferralReport> {
  const { timeZone } = await settingsValue(db, 'calendar');
  const { teams = [] } = await settingsValue(db, 'referrals');
  const period = quarter === undefined ? quarterAt(clock.now(), timeZone) : quarterNamed(quarter, timeZone);
  const referrals = await referralsIn(db, period);
  const rewards = await rewardsIn(db, period);
  const rows = rankReferrers(
    referrals.map(({ updated_at: at, ...referral }) => ({ ...referral, at })),
    rewards.map(({ referral_id: referralId, amount, currency, earned_at: earnedAt, ...reward }) => ({
      ...reward,
      referralId,
      amount: { amount, currency },
      isReversal: reward.reversal_of !== null,
      inQuarter: earnedAt >= period.fromMs && earnedAt < period.untilMs,
    })),
    teams,
  );
  return {
    quarter: period.name,
    timeZone,
    from: new Date(period.fromMs).toISOString(),
    until: new Date(period.untilMs).toISOString(),
    rows,
    teams: rankTeams(rows),
  };
}
