import type { EmployeeProgram } from '@headwater/contract';
import { dayAt } from '../domain/calendarPeriod.ts';
import { hasLeft, programFor } from '../domain/leavers.ts';
import type { InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/** The programme as it is now for one employee. */
export async function readProgramFor(tx: InTransaction, slackUser: string): Promise<EmployeeProgram> {
  const isGone = await isNotWithUs(tx, slackUser);
  return programFor(await settingsValue(tx.trx, 'referrals'), slackUser, isGone);
}

/** Whether somebody has left: nothing is told to an account in Slack that nobody reads. */
export async function isNotWithUs({ trx, nowMs }: InTransaction, slackUser: string): Promise<boolean> {
  const { timeZone } = await settingsValue(trx, 'calendar');
  return hasLeft(await settingsValue(trx, 'people'), slackUser, dayAt(nowMs, timeZone));
}
