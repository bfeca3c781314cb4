import type { Kysely } from 'kysely';

/** Attempts to reach a lead, how quickly people respond, and leads that wait for a date. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('snooze', 'text').execute();
  await db.schema.alterTable('leads').addColumn('snoozed_until', 'bigint').execute();
  await db.schema
    .createTable('follow_ups')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lead_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('note', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .execute();
  // followUpsOf a lead, and leadsWithoutFollowUp
  await db.schema.createIndex('follow_ups_lead').on('follow_ups').column('lead_id').execute();
  await db.schema
    .createTable('responses')
    .addColumn('lead_id', 'text', (c) => c.primaryKey())
    .addColumn('announced_at', 'bigint', (c) => c.notNull())
    .addColumn('deadline_at', 'bigint')
    .addColumn('claimed_at', 'bigint')
    .addColumn('claimed_by', 'text')
    .addColumn('claim_working_ms', 'bigint')
    .addColumn('followed_up_at', 'bigint')
    .addColumn('follow_up_working_ms', 'bigint')
    .execute();
  // responsesBetween
  await db.schema.createIndex('responses_announced').on('responses').column('announced_at').execute();
}
