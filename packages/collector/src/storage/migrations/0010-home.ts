import { sql, type Kysely } from 'kysely';

/** What the Home of a person and the digests look up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // ownLeads, peopleWithLeads
  await sql`create index leads_owned on leads (owner) where owner is not null`.execute(db);
  await sql`create index leads_given on leads (id) where owner is null and assignment is not null`.execute(
    db,
  );
  // claimsBetween, missedSince, routedBetween, firstMisses
  await db.schema.createIndex('history_kind').on('history').columns(['kind', 'at']).execute();
  // referralsIn, referredBetween
  await db.schema.createIndex('referrals_made').on('referrals').column('created_at').execute();
  await db.schema
    .createTable('digests_sent')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('recipient', 'text', (c) => c.notNull())
    .addColumn('period', 'text', (c) => c.notNull())
    .addColumn('sent_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('digests_sent_key', ['kind', 'recipient', 'period'])
    .execute();
}
