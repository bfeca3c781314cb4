import { sql, type Kysely } from 'kysely';
import { clusteredByKey } from '../dialect.ts';

/** What reports read, one row a lead; leads that are there already are looked at again, which writes theirs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const journeys = db.schema
    .createTable('journeys')
    .addColumn('lead_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('revision', 'bigint', (c) => c.notNull())
    .addColumn('touches', 'text')
    .addColumn('course', 'text', (c) => c.notNull());
  await clusteredByKey(db, journeys).execute();
  // journeysChangedSince
  await db.schema.createIndex('journeys_revision').on('journeys').column('revision').execute();
  await sql`insert into timers (id, kind, due_at, payload)
    select 'refresh_lead:' || id, 'refresh_lead', 0, '{"kind":"refresh_lead","leadId":"' || id || '"}'
    from leads where merged_into is null
    on conflict (id) do update set due_at = 0`.execute(db);
}
