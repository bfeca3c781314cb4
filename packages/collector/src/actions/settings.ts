import type { CalendarSettings, SettingsName, SettingsOf } from '@headwater/contract';
import { defaultSettings } from '../domain/defaults.ts';
import { settingsErrors, type SettingsError } from '../domain/settingsErrors.ts';
import { sameDatabase, type Db } from '../storage/dialect.ts';
import {
  insertSettings,
  latestSettings,
  newestVersions,
  settingsOfVersion,
  type SettingsVersion,
} from '../storage/settings.ts';
import type { Deps } from './deps.ts';
import { planDigest } from './planDigest.ts';
import { decidesHistory, startRebuild } from './startRebuild.ts';
import { planProgram } from './planProgram.ts';
import { askForCheck, decidesWarnings } from './planWarnings.ts';

/** The settings in force; version 0 are the defaults. */
export async function readSettings<Name extends SettingsName>(
  db: Db,
  name: Name,
): Promise<SettingsVersion<Name>> {
  return (await latestSettings(db, name)) ?? { version: 0, value: defaultSettings[name] };
}

/** The versions that each transaction has found: it decides by one state of all settings. */
const inForce = new WeakMap<Db, Promise<Map<SettingsName, number>>>();

/** What was read of each database: the newest version asked for of each kind. A version never changes. */
const lastRead = new WeakMap<object, { [Name in SettingsName]?: SettingsVersion<Name> }>();

/** Only the value of {@link readSettings}; a transaction asks once which versions are in force. */
export async function settingsValue<Name extends SettingsName>(
  db: Db,
  name: Name,
): Promise<SettingsOf<Name>> {
  if (!db.isTransaction) return (await readSettings(db, name)).value;
  const versions = inForce.get(db) ?? newestVersions(db);
  inForce.set(db, versions);
  const version = (await versions).get(name);
  return version === undefined ? defaultSettings[name] : valueOf(db, name, version);
}

async function valueOf<Name extends SettingsName>(
  db: Db,
  name: Name,
  version: number,
): Promise<SettingsOf<Name>> {
  const known = lastRead.get(sameDatabase(db)) ?? {};
  lastRead.set(sameDatabase(db), known);
  const before = known[name];
  if (before?.version === version) return before.value;
  const value = await settingsOfVersion(db, name, version);
  Object.assign(known, { [name]: { version, value } });
  return value;
}

/** What became of a change; `errors` name what its schema cannot see. */
export type SettingsChange =
  | { outcome: 'changed' | 'outdated'; version: number }
  | { outcome: 'invalid'; errors: SettingsError[] };

export type NewSettings<Name extends SettingsName> = {
  name: Name;
  value: SettingsOf<Name>;
  basedOn: number;
  changedBy: string;
};

/**
 * Writes the version after `basedOn`, with what follows from it in the same transaction; `outdated` when somebody
 * else was faster.
 */
/** By these it is known when a quarter is final and who has left. */
const ofProgram: ReadonlySet<SettingsName> = new Set(['calendar', 'people', 'referrals']);

/** Writes the version after `basedOn`; `outdated` when somebody else was faster. */
export async function changeSettings<Name extends SettingsName>(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  change: NewSettings<Name>,
): Promise<SettingsChange> {
  if (db.isTransaction) return writeSettings({ db, clock }, change);
  return db.transaction().execute((trx) => writeSettings({ db: trx, clock }, change));
}

async function writeSettings<Name extends SettingsName>(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  change: NewSettings<Name>,
): Promise<SettingsChange> {
  const errors = settingsErrors(change.name, change.value);
  if (errors.length > 0) return { outcome: 'invalid', errors };
  const { version } = await readSettings(db, change.name);
  if (version !== change.basedOn) return { outcome: 'outdated', version };
  const next = { ...change, version: version + 1, changedAt: clock.now() };
  const inserted = await insertSettings(db, next);
  if (!inserted) return { outcome: 'outdated', version: next.version };
  if (change.name === 'calendar') await planDigest(db, clock.now(), change.value as CalendarSettings);
  if (decidesHistory(change.name)) await startRebuild(db, `settings of ${change.name}`, clock.now());
  if (ofProgram.has(change.name)) await planProgram(db, clock.now());
  if (decidesWarnings(change.name)) await askForCheck(db, clock.now());
  return { outcome: 'changed', version: next.version };
}
