import { sql, type Kysely } from 'kysely';

/** What the Home of a person and the digests look up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // ownLeads, peopleWithLeads
  await sql`create index leads_owned on leads (owner) where owner is not null`.execute(db);
  await sql`create index leads_given on leads (id) where owner is null and assignment is not null`.execute(
    db,
  );
  // claimsBetween, missedSince
  await db.schema.createIndex('history_kind').on('history').columns(['kind', 'at']).execute();
  // referrersBetween
  await db.schema.createIndex('referrals_made').on('referrals').column('created_at').execute();
}
