import type { ReferralMessage } from '@headwater/contract';
import { notifyTime } from '../domain/notifyTime.ts';
import { hoursOfPerson, personOf } from '../domain/people.ts';
import type { NewDelivery } from '../storage/deliveries.ts';
import type { InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

type Owed = Omit<NewDelivery, 'id'>;

/** When a delivery is due: a direct message that can wait comes in the hours that its reader chose. */
export async function dueTime({ trx, nowMs }: InTransaction, delivery: Owed): Promise<number> {
  const { slackUser } = delivery.payload;
  if (!slackUser || !canWait(delivery)) return nowMs;
  const person = personOf(await settingsValue(trx, 'people'), slackUser);
  if (!person.notify) return nowMs;
  const { timeZone } = hoursOfPerson(person, await settingsValue(trx, 'calendar'));
  return notifyTime(nowMs, person.notify, timeZone);
}

/** A deadline cannot wait, nor can the answer to what somebody has just done themselves. */
function canWait({ kind, payload }: Owed): boolean {
  if (kind === 'morning_list') return true;
  if (kind !== 'referral_message') return false;
  const { event } = payload.message as ReferralMessage;
  return event !== 'submitted' && event !== 'duplicate';
}
