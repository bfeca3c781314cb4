import type { CalendarSettings, SettingsName, SettingsOf } from '@headwater/contract';
import { defaultSettings } from '../domain/defaults.ts';
import { settingsErrors, type SettingsError } from '../domain/settingsErrors.ts';
import type { Db } from '../storage/dialect.ts';
import {
  allSettings,
  insertSettings,
  latestSettings,
  type AllSettings,
  type SettingsVersion,
} from '../storage/settings.ts';
import type { Deps } from './deps.ts';
import { planDigest } from './planDigest.ts';
import { planProgram } from './planProgram.ts';

/** The settings in force; version 0 are the defaults. */
export async function readSettings<Name extends SettingsName>(
  db: Db,
  name: Name,
): Promise<SettingsVersion<Name>> {
  return (await latestSettings(db, name)) ?? { version: 0, value: defaultSettings[name] };
}

/** What each transaction has read: it decides by one state of all settings. */
const inForce = new WeakMap<Db, Promise<AllSettings>>();

/** Only the value of {@link readSettings}; all of them are read once in a transaction. */
export async function settingsValue<Name extends SettingsName>(
  db: Db,
  name: Name,
): Promise<SettingsOf<Name>> {
  if (!db.isTransaction) return (await readSettings(db, name)).value;
  const all = inForce.get(db) ?? allSettings(db);
  inForce.set(db, all);
  return (await all)[name] ?? defaultSettings[name];
}

/** What became of a change; `errors` name what its schema cannot see. */
export type SettingsChange =
  | { outcome: 'changed' | 'outdated'; version: number }
  | { outcome: 'invalid'; errors: SettingsError[] };

/** By these it is known when a quarter is final and who has left. */
const ofProgram: ReadonlySet<SettingsName> = new Set(['calendar', 'people', 'referrals']);

/** Writes the version after `basedOn`; `outdated` when somebody else was faster. */
export async function changeSettings<Name extends SettingsName>(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  change: { name: Name; value: SettingsOf<Name>; basedOn: number; changedBy: string },
): Promise<SettingsChange> {
  const errors = settingsErrors(change.name, change.value);
  if (errors.length > 0) return { outcome: 'invalid', errors };
  const { version } = await readSettings(db, change.name);
  if (version !== change.basedOn) return { outcome: 'outdated', version };
  const next = { ...change, version: version + 1, changedAt: clock.now() };
  const inserted = await insertSettings(db, next);
  if (!inserted) return { outcome: 'outdated', version: next.version };
  if (change.name === 'calendar') await planDigest(db, clock.now(), change.value as CalendarSettings);
  if (ofProgram.has(change.name)) await planProgram(db, clock.now());
  return { outcome: 'changed', version: next.version };
}
