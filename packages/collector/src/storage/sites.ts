import type { Db } from './dialect.ts';

export type Site = {
  key: string;
  name: string;
  /** Exact origins, or `https://*.example.com` for any subdomain; empty until the first one reports. */
  origins: string[];
  filterBots: boolean;
  firstHitAt: number | null;
};

export async function insertSite(db: Db, site: Omit<Site, 'firstHitAt'>, nowMs: number): Promise<void> {
  const row = {
    key: site.key,
    name: site.name,
    origins: JSON.stringify(site.origins),
    filter_bots: site.filterBots ? (1 as const) : (0 as const),
    created_at: nowMs,
    first_hit_at: null,
  };
  await db
    .insertInto('sites')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function listSites(db: Db): Promise<Site[]> {
  const rows = await db.selectFrom('sites').selectAll().orderBy('created_at').orderBy('key').execute();
  return rows.map((row) => ({
    key: row.key,
    name: row.name,
    origins: JSON.parse(row.origins) as string[],
    filterBots: row.filter_bots === 1,
    firstHitAt: row.first_hit_at,
  }));
}

/** Replaces the origins of a site. */
export async function saveOrigins(db: Db, key: string, origins: readonly string[]): Promise<void> {
  await db
    .updateTable('sites')
    .set({ origins: JSON.stringify(origins) })
    .where('key', '=', key)
    .execute();
}

/** Gives a site its first origins; later calls change nothing. */
export async function saveFirstOrigins(db: Db, key: string, origins: readonly string[]): Promise<void> {
  await db
    .updateTable('sites')
    .set({ origins: JSON.stringify(origins) })
    .where('key', '=', key)
    .where('origins', '=', '[]')
    .execute();
}

/** Remembers when a site first reported anything; later calls change nothing. */
export async function markFirstHit(db: Db, key: string, nowMs: number): Promise<void> {
  await db
    .updateTable('sites')
    .set({ first_hit_at: nowMs })
    .where('key', '=', key)
    .where('first_hit_at', 'is', null)
    .execute();
}
