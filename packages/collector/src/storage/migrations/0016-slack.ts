import type { Kysely } from 'kysely';

/** Cards of one person, roles of people, and what Slack refuses the app. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('card_place', 'text').execute();
  await db.schema
    .alterTable('leads')
    .addColumn('role', 'text', (c) => c.notNull().defaultTo('unknown'))
    .execute();
  await db.schema.alterTable('qualification_drafts').addColumn('role', 'text').execute();
  // firstClaimsSince
  await db.schema.createIndex('responses_claimed').on('responses').column('claimed_at').execute();
  await db.schema
    .createTable('slack_problems')
    .addColumn('error', 'text', (c) => c.notNull())
    .addColumn('about', 'text', (c) => c.notNull())
    .addColumn('method', 'text')
    .addColumn('first_at', 'bigint', (c) => c.notNull())
    .addColumn('last_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('slack_problems_key', ['error', 'about'])
    .execute();
}
