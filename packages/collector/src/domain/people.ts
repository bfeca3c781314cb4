import type { CalendarSettings, PeopleSettings, SalesPerson, WorkingHours } from '@headwater/contract';

/** What is known of somebody; people who are not in the settings work as the calendar says. */
export function personOf({ people }: PeopleSettings, slackUser: string): SalesPerson {
  return people.find((person) => person.slackUser === slackUser) ?? unknownPerson(slackUser);
}

/** True where a message goes to one person: channels are named otherwise. */
export const isPersonal = (place: string): boolean => /^[UW][A-Z0-9]{2,30}$/.test(place);

/** When somebody works: by their own hours and holidays, else by the calendar's. */
export function hoursOfPerson(
  { hours, holidays }: SalesPerson,
  calendar: CalendarSettings,
): WorkingHours & { holidays?: string | undefined } {
  const { timeZone, days, from, to } = hours ?? calendar;
  return { timeZone, days, from, to, holidays: holidays ?? calendar.holidays };
}

function unknownPerson(slackUser: string): SalesPerson {
  const none = { specialisations: [], industries: [], languages: [], territories: [] };
  return { slackUser, absences: [], experience: 0, ...none };
}
