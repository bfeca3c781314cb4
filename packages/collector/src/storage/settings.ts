import type { SettingsName, SettingsOf } from '@headwater/contract';
import type { Db } from './dialect.ts';
import { prepared } from './prepared.ts';

export type SettingsVersion<Name extends SettingsName> = { version: number; value: SettingsOf<Name> };

/** The newest version, or undefined while the defaults are in force. Values were checked when written. */
export async function latestSettings<Name extends SettingsName>(
  db: Db,
  name: Name,
): Promise<SettingsVersion<Name> | undefined> {
  const row = await db
    .selectFrom('settings')
    .select(['version', 'value'])
    .where('name', '=', name)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { version: row.version, value: JSON.parse(row.value) as SettingsOf<Name> };
}

/** The number of the newest version of every kind that was ever changed, from the key alone: values are long. */
export async function newestVersions(db: Db): Promise<Map<SettingsName, number>> {
  const rows = await versions(db, {});
  return new Map(rows.map(({ name, version }) => [name as SettingsName, version]));
}

const versions = prepared((db) =>
  db
    .selectFrom('settings')
    .select((row) => ['name', row.fn.max('version').as('version')])
    .groupBy('name'),
);

/** The value of one version, which never changes. */
export async function settingsOfVersion<Name extends SettingsName>(
  db: Db,
  name: Name,
  version: number,
): Promise<SettingsOf<Name>> {
  const { value } = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return JSON.parse(value) as SettingsOf<Name>;
}

/** Adds a version; false when somebody else wrote that version first. */
export async function insertSettings<Name extends SettingsName>(
  db: Db,
  change: { name: Name; version: number; value: SettingsOf<Name>; changedAt: number; changedBy: string },
): Promise<boolean> {
  const inserted = await db
    .insertInto('settings')
    .values({
      name: change.name,
      version: change.version,
      value: JSON.stringify(change.value),
      changed_at: change.changedAt,
      changed_by: change.changedBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst();
  return inserted !== undefined;
}
