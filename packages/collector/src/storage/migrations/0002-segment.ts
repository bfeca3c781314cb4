import type { Kysely } from 'kysely';

/** What a lead answered to a survey on the site; filled in as leads are looked at again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('segment', 'text').execute();
}
