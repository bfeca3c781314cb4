import { sql } from 'kysely';
import type { Db } from './dialect.ts';

/** Asks the database for nothing, in a transaction: a SQLite file that is locked still answers readers. */
export async function pingDatabase(db: Db): Promise<void> {
  await db.transaction().execute((trx) => sql`select 1`.execute(trx));
}
