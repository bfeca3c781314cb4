import type { Kysely } from 'kysely';

/** Each write of a lead keeps its indexes: `leads_of_account` and `leads_owner` answer what these did. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of ['leads_account', 'leads_owned']) await db.schema.dropIndex(name).execute();
}
