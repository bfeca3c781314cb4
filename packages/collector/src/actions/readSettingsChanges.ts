import type { SettingsName } from '@headwater/contract';
import type { Db } from '../storage/dialect.ts';
import { settingsChanges } from '../storage/settings.ts';

/** Beyond any version. */
const NEWEST = 2_147_483_647;

export type SettingsChanges = {
  data: { version: number; changedAt: string; changedBy: string; value: unknown }[];
  nextCursor: string | null;
};

/** Who changed settings, when, and to what, newest first; `cursor` is what the page before gave. */
export async function readSettingsChanges(
  db: Db,
  name: SettingsName,
  { cursor = NEWEST, limit }: { cursor?: number | undefined; limit: number },
): Promise<SettingsChanges> {
  const rows = await settingsChanges(db, name, { before: cursor, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const data = shown.map((row) => ({ ...row, changedAt: new Date(row.changedAt).toISOString() }));
  return { data, nextCursor: rows.length > limit ? String(shown.at(-1)?.version) : null };
}
