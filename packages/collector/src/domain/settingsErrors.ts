import type {
  CalendarSettings,
  ChannelSettings,
  DiversificationSettings,
  LinkSettings,
  PeopleSettings,
  SettingsName,
  SourceSettings,
} from '@headwater/contract';
import { channelErrors } from './channelErrors.ts';
import { patternProblem } from './campaignPattern.ts';
import { isHolidayRegion } from './holidays.ts';
import { aliasErrors, conditionErrors, tierErrors } from './sourceErrors.ts';

export type SettingsError = { path: string; message: string };

/** What a schema cannot see: regions that no calendar of holidays is known for, channels that nothing leads to, placeholders. `value` has passed its schema. */
export function settingsErrors(name: SettingsName, value: unknown): SettingsError[] {
  if (name === 'calendar') return regionErrors('', value as CalendarSettings);
  if (name === 'channels') {
    const settings = value as ChannelSettings;
    return [...channelErrors(settings), ...conditionErrors(settings)];
  }
  if (name === 'sources') return aliasErrors(value as SourceSettings);
  if (name === 'diversification') return tierErrors(value as DiversificationSettings);
  if (name === 'links') {
    const message = patternProblem((value as LinkSettings).campaignPattern ?? '');
    return message === null ? [] : [{ path: 'campaignPattern', message }];
  }
  if (name !== 'people') return [];
  const { people } = value as PeopleSettings;
  return people.flatMap((person, index) => regionErrors(`people[${index}].`, person));
}

function regionErrors(prefix: string, { holidays }: { holidays?: string | undefined }): SettingsError[] {
  if (holidays === undefined || isHolidayRegion(holidays)) return [];
  return [{ path: `${prefix}holidays`, message: `no public holidays are known for ${holidays}` }];
}
