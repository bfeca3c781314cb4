import type { Kysely } from 'kysely';

/** What people know of a lead's budget, authority and so on, every version of it; and what they have not saved yet. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('qualification_letters')
    .addColumn('lead_id', 'text', (c) => c.notNull())
    .addColumn('letter', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('framework', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('evidence', 'text', (c) => c.notNull())
    .addColumn('evidence_day', 'text')
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('saved_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('qualification_letters_key', ['lead_id', 'letter', 'version'])
    .execute();
  await db.schema
    .createTable('qualification_drafts')
    .addColumn('lead_id', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('framework', 'text', (c) => c.notNull())
    .addColumn('letters', 'text', (c) => c.notNull())
    .addColumn('saved_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('qualification_drafts_key', ['lead_id', 'person'])
    .execute();
}
