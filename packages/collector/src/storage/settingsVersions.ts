import type { SettingsName } from '@headwater/contract';
import type { Db } from './dialect.ts';

export type StoredVersion = { version: number; value: unknown; changedAt: number; changedBy: string };

/** Up to `limit` versions of settings, the newest first, older than `before` where that is given. */
export async function settingsVersions(
  db: Db,
  name: SettingsName,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<StoredVersion[]> {
  let query = db
    .selectFrom('settings')
    .select(['version', 'value', 'changed_at as changedAt', 'changed_by as changedBy'])
    .where('name', '=', name)
    .orderBy('version', 'desc')
    .limit(limit);
  if (before !== undefined) query = query.where('version', '<', before);
  return (await query.execute()).map((row) => ({ ...row, value: JSON.parse(row.value) as unknown }));
}
