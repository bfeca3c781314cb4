import type { SettingsName, SettingsOf } from '@headwater/contract';
import type { Db } from './dialect.ts';

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

export type AllSettings = { [Name in SettingsName]?: SettingsOf<Name> };

/** The newest version of every kind that was ever changed. */
export async function allSettings(db: Db): Promise<AllSettings> {
  const rows = await db
    .selectFrom('settings')
    .select(['name', 'value'])
    .where((row) =>
      row(
        'version',
        '=',
        row
          .selectFrom('settings as other')
          .select((other) => other.fn.max('other.version').as('newest'))
          .whereRef('other.name', '=', 'settings.name'),
      ),
    )
    .execute();
  return Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value) as unknown]));
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
