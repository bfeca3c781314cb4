import type { Kysely } from 'kysely';

/** What sources, channels and campaigns cost in a month. The key serves spendCells, by its month. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('spend')
    .addColumn('month', 'text', (c) => c.notNull())
    .addColumn('dimension', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('amount', 'bigint', (c) => c.notNull())
    .addColumn('currency', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_by', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('spend_key', ['month', 'dimension', 'key', 'kind'])
    .execute();
}
