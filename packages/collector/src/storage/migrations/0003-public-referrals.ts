import type { Kysely } from 'kysely';

/** Customers and partners refer on the website, and may be shown there by a name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('codes').addColumn('name', 'text').execute();
  await db.schema
    .alterTable('referrals')
    .addColumn('program', 'text', (c) => c.notNull().defaultTo('employee'))
    .execute();
}
