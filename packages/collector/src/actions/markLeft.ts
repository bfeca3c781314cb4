import type { PeopleSettings } from '@headwater/contract';
import { isManager, withLeft } from '../domain/team.ts';
import type { PersonAnswer, PersonChange } from './changePerson.ts';
import type { Deps } from './deps.ts';
import { reviseSettings } from './reviseSettings.ts';
import { readSettings } from './settings.ts';

/** Somebody is not with the company from a day on; null takes it back. Managers say so, and nobody of themselves. */
export async function markLeft(
  deps: Deps,
  { slackUser, by, isTrusted }: PersonChange,
  from: string | null,
): Promise<PersonAnswer> {
  const { value } = await readSettings(deps.db, 'people');
  if (!isTrusted && !isManager(value, by)) return { outcome: 'not_allowed' };
  const revise = (settings: PeopleSettings): PeopleSettings => withLeft(settings, slackUser, from);
  const revision = await reviseSettings(deps, { name: 'people', changedBy: by }, revise);
  deps.signals.timers.ring();
  return revision;
}
