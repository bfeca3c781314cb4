import { dayAt } from '../domain/calendarPeriod.ts';
import { leaversOf, nextLeaving } from '../domain/leavers.ts';
import { lockReward, openRewardsOf } from '../storage/rewards.ts';
import type { InTransaction } from './deps.ts';
import { moveReward } from './moveReward.ts';
import { settingsValue } from './settings.ts';

const REASON = 'Whoever earned it has left the company';

/**
 * Takes back what is open of people who have left, where the rule it was earned under says so; what payroll has
 * stays. Answers when the next one leaves, in epoch milliseconds; Infinity where nobody does.
 */
export async function settleLeavers(tx: InTransaction): Promise<number> {
  const { timeZone } = await settingsValue(tx.trx, 'calendar');
  const people = await settingsValue(tx.trx, 'people');
  const today = dayAt(tx.nowMs, timeZone);
  for (const id of await openRewardsOf(tx.trx, leaversOf(people, today))) {
    const reward = await lockReward(tx.trx, id);
    if (reward?.rule.leavers !== 'cancel') continue;
    await moveReward(tx, reward, { decision: 'reverse', by: null, reason: REASON });
  }
  return nextLeaving(people, today, timeZone);
}
