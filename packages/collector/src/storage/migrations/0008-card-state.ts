import type { Kysely } from 'kysely';

/** What a lead's card shows, and what the cards of its colleagues show of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('shown', 'text').execute();
  await db.schema.alterTable('leads').addColumn('last_act', 'text').execute();
  await db.schema.alterTable('leads').addColumn('last_act_at', 'bigint').execute();
  await db.schema.createIndex('leads_of_account').on('leads').column('account').execute();
}
