import type { SettingsName } from '@headwater/contract';
import type { Db } from '../storage/dialect.ts';
import { settingsVersions } from '../storage/settingsVersions.ts';

export type SettingsLog = {
  data: { version: number; value: unknown; changedAt: string; changedBy: string }[];
  nextCursor: string | null;
};

/** The change log of settings, newest first; `cursor` is the version of which the older ones are asked for. */
export async function readSettingsChanges(
  db: Db,
  name: SettingsName,
  { limit, cursor }: { limit: number; cursor?: number | undefined },
): Promise<SettingsLog> {
  const found = await settingsVersions(db, name, { before: cursor, limit: limit + 1 });
  const data = found.slice(0, limit).map(({ changedAt, ...rest }) => ({
    ...rest,
    changedAt: new Date(changedAt).toISOString(),
  }));
  const last = found.length > limit ? data.at(-1) : undefined;
  return { data, nextCursor: last ? String(last.version) : null };
}
