import type { Db } from './dialect.ts';

export async function insertKey(
  db: Db,
  key: { hash: string; name: string; role: string },
  nowMs: number,
): Promise<void> {
  await db
    .insertInto('api_keys')
    .values({ ...key, created_at: nowMs })
    .execute();
}

/** The role and name of a key, by the hash of its text; undefined when there is none. */
export async function findKey(db: Db, hash: string): Promise<{ name: string; role: string } | undefined> {
  return db.selectFrom('api_keys').select(['name', 'role']).where('hash', '=', hash).executeTakeFirst();
}

export async function countKeys(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('api_keys')
    .select((query) => query.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
