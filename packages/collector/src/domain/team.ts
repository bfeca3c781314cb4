import type { Absence, NotifyWindow, PeopleSettings, SalesPerson } from '@headwater/contract';
import { personOf } from './people.ts';

/** Whether somebody manages people: named as a manager by the company or by one person, or the admin. */
export function isManager({ people, manager, admin }: PeopleSettings, slackUser: string): boolean {
  if (slackUser === manager || slackUser === admin) return true;
  return people.some((person) => person.manager === slackUser);
}

/** One's own settings, and a manager those of anybody. */
export function mayChange(settings: PeopleSettings, by: string, slackUser: string): boolean {
  return by === slackUser || isManager(settings, by);
}

/** With the absence, in place of one on the same days. Those that ended before `forgetBefore` are left out. */
export function withAbsence(
  settings: PeopleSettings,
  slackUser: string,
  { absence, forgetBefore }: { absence: Absence; forgetBefore: string },
): PeopleSettings {
  const { absences } = personOf(settings, slackUser);
  const kept = absences.filter((one) => one.until >= forgetBefore && !areSameDays(one, absence));
  const all = [...kept, absence].toSorted((one, other) => one.from.localeCompare(other.from));
  return withPerson(settings, { ...personOf(settings, slackUser), absences: all });
}

/** Without the absence of exactly these days. */
export function withoutAbsence(
  settings: PeopleSettings,
  slackUser: string,
  days: Pick<Absence, 'from' | 'until'>,
): PeopleSettings {
  const person = personOf(settings, slackUser);
  const absences = person.absences.filter((one) => !areSameDays(one, days));
  return absences.length === person.absences.length
    ? settings
    : withPerson(settings, { ...person, absences });
}

/** With the hours in which direct messages may come; null for any time. */
export function withNotify(
  settings: PeopleSettings,
  slackUser: string,
  notify: NotifyWindow | null,
): PeopleSettings {
  const { notify: before, ...person } = personOf(settings, slackUser);
  if (notify === null && before === undefined) return settings;
  return withPerson(settings, notify === null ? person : { ...person, notify });
}

/** With the first day on which they are not with the company; null for none. */
export function withLeft(settings: PeopleSettings, slackUser: string, from: string | null): PeopleSettings {
  const { left: before, ...person } = personOf(settings, slackUser);
  if (from === null && before === undefined) return settings;
  return withPerson(settings, from === null ? person : { ...person, left: from });
}

function areSameDays(one: Pick<Absence, 'from' | 'until'>, other: Pick<Absence, 'from' | 'until'>): boolean {
  return one.from === other.from && one.until === other.until;
}

/** In their place in the list, or at its end. */
function withPerson(settings: PeopleSettings, person: SalesPerson): PeopleSettings {
  const isListed = settings.people.some(({ slackUser }) => slackUser === person.slackUser);
  const people = isListed
    ? settings.people.map((one) => (one.slackUser === person.slackUser ? person : one))
    : [...settings.people, person];
  return { ...settings, people };
}
