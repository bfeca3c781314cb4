import type { Absence, NotifyWindow, PeopleSettings } from '@headwater/contract';
import { hoursOfPerson, personOf } from '../domain/people.ts';
import { dayAt } from '../domain/calendarPeriod.ts';
import { mayChange, withAbsence, withNotify, withoutAbsence } from '../domain/team.ts';
import type { Deps } from './deps.ts';
import { reviseSettings, type Revision } from './reviseSettings.ts';
import { readSettings } from './settings.ts';

/** Routing of the last weeks may still be explained by an absence that is over; after that the change log has it. */
const FORGET_AFTER_MS = 60 * 86_400_000;

/** Whose settings, changed by whom. `isTrusted`: with a key that may change anybody's. */
export type PersonChange = { slackUser: string; by: string; isTrusted: boolean };

export type PersonAnswer = Revision | { outcome: 'not_allowed' };

/** Somebody is out of office on these days, both included. */
export async function addAbsence(deps: Deps, change: PersonChange, absence: Absence): Promise<PersonAnswer> {
  const { value: calendar } = await readSettings(deps.db, 'calendar');
  return changePerson(deps, change, (settings) => {
    const { timeZone } = hoursOfPerson(personOf(settings, change.slackUser), calendar);
    const forgetBefore = dayAt(deps.clock.now() - FORGET_AFTER_MS, timeZone);
    return withAbsence(settings, change.slackUser, { absence, forgetBefore });
  });
}

/** Somebody is there after all. */
export async function removeAbsence(
  deps: Deps,
  change: PersonChange,
  days: Pick<Absence, 'from' | 'until'>,
): Promise<PersonAnswer> {
  return changePerson(deps, change, (settings) => withoutAbsence(settings, change.slackUser, days));
}

/** When direct messages that can wait may come; null for any time. */
export async function setNotify(
  deps: Deps,
  change: PersonChange,
  notify: NotifyWindow | null,
): Promise<PersonAnswer> {
  return changePerson(deps, change, (settings) => withNotify(settings, change.slackUser, notify));
}

async function changePerson(
  deps: Deps,
  { slackUser, by, isTrusted }: PersonChange,
  revise: (settings: PeopleSettings) => PeopleSettings,
): Promise<PersonAnswer> {
  const { value } = await readSettings(deps.db, 'people');
  if (!isTrusted && !mayChange(value, by, slackUser)) return { outcome: 'not_allowed' };
  return reviseSettings(deps, { name: 'people', changedBy: by }, revise);
}
