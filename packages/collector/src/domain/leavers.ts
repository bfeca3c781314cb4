import type { EmployeeProgram, PeopleSettings } from '@headwater/contract';
import { Temporal } from 'temporal-polyfill';
import { personOf } from './people.ts';

/** Whether somebody is not with the company any more on a day, `YYYY-MM-DD`. */
export function hasLeft(people: PeopleSettings, slackUser: string, day: string): boolean {
  const { left } = personOf(people, slackUser);
  return left !== undefined && left <= day;
}

/** Who has left by a day. */
export function leaversOf({ people }: PeopleSettings, day: string): string[] {
  return people.filter(({ left }) => left !== undefined && left <= day).map(({ slackUser }) => slackUser);
}

/** When somebody leaves next after a day, in epoch milliseconds; Infinity where nobody does. */
export function nextLeaving({ people }: PeopleSettings, day: string, timeZone: string): number {
  const days = people.flatMap(({ left }) => (left !== undefined && left > day ? [left] : []));
  return Math.min(
    ...days.map((one) => Temporal.PlainDate.from(one).toZonedDateTime(timeZone).epochMilliseconds),
  );
}

/** Why somebody earns nothing, for them to read. */
export const EXCLUDED =
  'By the rules of the programme you do not earn rewards yourself; whoever you refer is looked after all the same';

export const isExcluded = ({ excluded = [] }: EmployeeProgram, slackUser: string): boolean =>
  excluded.includes(slackUser);

/** The programme as it is for one employee: who is excluded, or has left where leavers lose theirs, earns nothing. */
export function programFor(program: EmployeeProgram, slackUser: string, isGone: boolean): EmployeeProgram {
  const earns = !isExcluded(program, slackUser) && !(isGone && program.leavers === 'cancel');
  return earns ? program : withoutRewards(program);
}

/** The programme where nothing can be earned. */
export function withoutRewards(program: EmployeeProgram): EmployeeProgram {
  const nothing = (currency: string) => ({ amount: 0, currency });
  const { qualified, won } = program;
  const none = { qualified: nothing(qualified.currency), won: nothing(won.currency) };
  return { ...program, ...none, wonByDealValue: [] };
}
