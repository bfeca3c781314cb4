import type { CalendarSettings, PeopleSettings } from '@headwater/contract';
import type { WorkingTime } from './calendar.ts';
import { hoursOfPerson, personOf } from './people.ts';

type Settings = { calendar: CalendarSettings; people: PeopleSettings };

/** The clock of a deadline: that of the person it was given to, the general one where it was given to nobody. */
export function workingTimeOf(slackUser: string | null, { calendar, people }: Settings): WorkingTime {
  if (slackUser === null) return calendar;
  const person = personOf(people, slackUser);
  return { ...hoursOfPerson(person, calendar), absences: person.absences };
}

/** Who hears of what somebody missed: their manager, else everybody's, else the admin; never they themselves. */
export function managerOf(slackUser: string | null, { people }: Pick<Settings, 'people'>): string | null {
  const own = slackUser === null ? undefined : personOf(people, slackUser).manager;
  const chain = [own, people.manager, people.admin];
  return chain.find((each) => each !== undefined && each !== slackUser) ?? null;
}
