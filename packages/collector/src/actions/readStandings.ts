import type { ReferrerRow } from '@headwater/contract';
import type { Period } from '../domain/calendarPeriod.ts';
import { rankReferrers } from '../domain/leaderboard.ts';
import type { Db } from '../storage/dialect.ts';
import { referralsIn, rewardsIn } from '../storage/recognition.ts';
import { settingsValue } from './settings.ts';

/** Who referred in a period, the best first, as it stands now: the one ranking of report, Home and digests. */
export async function readStandings(
  db: Db,
  period: Pick<Period, 'fromMs' | 'untilMs'>,
): Promise<ReferrerRow[]> {
  const { teams = [] } = await settingsValue(db, 'referrals');
  const referrals = await referralsIn(db, period);
  const rewards = await rewardsIn(db, period);
  return rankReferrers(
    referrals.map(({ created_at: made, updated_at: moved, stage, ...referral }) => ({
      ...referral,
      fellThrough: stage === 'lost' || stage === 'disqualified',
      // a claim is no progress of the referrer's
      at: referral.state === 'submitted' || referral.state === 'accepted' ? made : moved,
    })),
    rewards.map(({ referral_id: referralId, amount, currency, earned_at: earnedAt, ...reward }) => ({
      ...reward,
      referralId,
      amount: { amount, currency },
      isReversal: reward.reversal_of !== null,
      inQuarter: earnedAt >= period.fromMs && earnedAt < period.untilMs,
    })),
    teams,
  );
}
