import type { ReferralMessage } from '@headwater/contract';
import { dayAt } from '../domain/calendarPeriod.ts';
import type { LeadId } from '../ids.ts';
import { findLead } from '../storage/leads.ts';
import { findHold } from '../storage/referralHolds.ts';
import { unpaidRewardsOf, type StoredReward } from '../storage/rewards.ts';
import { ensureTimer, setTimer } from '../storage/timers.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';
import { readApprover } from './tellReward.ts';

/** Remembers until when a reward is promised. A sooner promise about the same lead stays: it sets the next. */
export async function promisePayment({ trx }: InTransaction, reward: StoredReward): Promise<void> {
  const { leadId, promisedUntil } = reward;
  if (promisedUntil !== null)
    await ensureTimer(trx, { kind: 'reward_promise', leadId, after: 0 }, promisedUntil);
}

/** Tells the approver of rewards whose promise ended, after `after`, without their being paid: once each. */
export async function chaseRewards(tx: InTransaction, leadId: LeadId, after: number): Promise<void> {
  const lead = await findLead(tx.trx, leadId);
  if (!lead) return;
  const unpaid = await unpaidRewardsOf(tx.trx, lead.id);
  for (const reward of unpaid) {
    const until = reward.promisedUntil ?? 0;
    if (until > after && until <= tx.nowMs) await tellLate(tx, reward, until);
  }
  const next = unpaid.flatMap(({ promisedUntil }) => promisedUntil ?? []).filter((until) => until > tx.nowMs);
  if (next.length === 0) return;
  await setTimer(tx.trx, { kind: 'reward_promise', leadId: lead.id, after: tx.nowMs }, Math.min(...next));
}

async function tellLate(tx: InTransaction, reward: StoredReward, until: number): Promise<void> {
  const approver = await readApprover(tx.trx, reward);
  if (approver === null) return;
  const { timeZone } = await settingsValue(tx.trx, 'calendar');
  const { name, company, referrer, leadId } = reward;
  const message: ReferralMessage = {
    event: 'reward_late',
    name,
    company,
    reward: reward.amount,
    next: null,
    reason: standing(reward, (await findHold(tx.trx, reward.referralId))?.state === 'held'),
    until: dayAt(until, timeZone),
    by: referrer,
  };
  const payload = { slackUser: approver, message };
  await owe(tx, { kind: 'referral_message', leadId, channel: approver, payload });
}

function standing({ state, payoutId }: StoredReward, isHeld: boolean): string {
  if (isHeld) return 'its referral is held until you have looked at it';
  if (payoutId !== null) return 'payroll has it, and nobody has confirmed that it was paid';
  return state === 'approved' ? 'it is approved, and in no payroll file yet' : 'it waits for approval';
}
