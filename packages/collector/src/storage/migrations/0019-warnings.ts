import { sql, type Kysely } from 'kysely';

/** Warnings that were told, and when to look for others. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('warnings')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('period', 'text', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('told_at', 'bigint', (c) => c.notNull())
    .addColumn('over_at', 'bigint')
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('warnings_key', ['kind', 'subject', 'period'])
    .execute();
  // openWarnings, asked with every status
  await sql`create index warnings_open on warnings (told_at) where over_at is null`.execute(db);
  await db.schema
    .createTable('warning_checks')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('asked', 'integer', (c) => c.notNull())
    .addColumn('checked_at', 'bigint')
    .execute();
}
