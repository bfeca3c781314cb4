import type { ReferralMessage } from '@headwater/contract';
import { dayAt } from '../domain/calendarPeriod.ts';
import { approverOf } from '../domain/reward.ts';
import type { Db } from '../storage/dialect.ts';
import { findHold } from '../storage/referralHolds.ts';
import type { StoredReward } from '../storage/rewards.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { isNotWithUs } from './leaver.ts';
import { settingsValue } from './settings.ts';

type RewardEvent = Exclude<Extract<ReferralMessage['event'], `reward_${string}`>, 'reward_late'>;

/** Owes an employee the news about a reward of theirs. Customers and partners are not in our Slack. */
export async function tellReferrer(
  tx: InTransaction,
  reward: StoredReward,
  event: RewardEvent,
  reason: string | null = null,
): Promise<void> {
  if (reward.program !== 'employee' || (await isNotWithUs(tx, reward.referrer))) return;
  const { name, company, leadId, referrer } = reward;
  const { timeZone } = await settingsValue(tx.trx, 'calendar');
  const message: ReferralMessage = {
    event,
    name,
    company,
    reward: reward.amount,
    next: null,
    reason,
    ...(reward.promisedUntil !== null && { until: dayAt(reward.promisedUntil, timeZone) }),
  };
  const payload = { slackUser: referrer, message };
  await owe(tx, { kind: 'referral_message', leadId, channel: referrer, payload });
}

/** Who decides on this reward in Slack; null where nobody is named. */
export async function readApprover(
  db: Db,
  { referrer }: Pick<StoredReward, 'referrer'>,
): Promise<string | null> {
  return approverOf(referrer, await settingsValue(db, 'referrals'), await settingsValue(db, 'people'));
}

/**
 * Owes the approver the reward as it stands: with buttons while it is pending. The message that stands already is
 * redrawn. Of what is held the approver sees the referral first.
 */
export async function showApprover(tx: InTransaction, reward: StoredReward): Promise<void> {
  const slackUser = await readApprover(tx.trx, reward);
  if (slackUser === null || (reward.card === null && (await isKeptBack(tx, reward)))) return;
  const payload = { slackUser, rewardId: reward.id };
  await owe(tx, { kind: 'reward_decision', leadId: reward.leadId, channel: slackUser, payload });
}

async function isKeptBack({ trx }: InTransaction, { referralId }: StoredReward): Promise<boolean> {
  const hold = await findHold(trx, referralId);
  return hold !== undefined && hold.state !== 'released';
}
