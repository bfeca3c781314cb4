import { sql, type Kysely } from 'kysely';

/** Recomputing history, decisions on spellings, and how often which campaign parameters arrived. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createRebuilds(db);
  await createDecisions(db);
  await createTallies(db);
  // touchesAfter: what is to be counted yet; touches come in the order of this index, so adding is cheap
  await sql`create index events_touches on events (received_at)
    where kind not in ('page', 'engagement', 'event')`.execute(db);
  // leadsBySource, for proposals
  await sql`create index leads_source on leads (source) where source is not null`.execute(db);
}

async function createRebuilds(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rebuilds')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('finished_at', 'bigint')
    .addColumn('total', 'integer', (c) => c.notNull())
    .addColumn('done', 'integer', (c) => c.notNull())
    .addColumn('last_lead', 'text', (c) => c.notNull())
    .execute();
}

async function createDecisions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('source_decisions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('spelling', 'text', (c) => c.notNull())
    .addColumn('means', 'text', (c) => c.notNull())
    .addColumn('decision', 'text', (c) => c.notNull())
    .addColumn('decided_at', 'bigint', (c) => c.notNull())
    .addColumn('decided_by', 'text', (c) => c.notNull())
    .execute();
}

async function createTallies(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tag_tallies')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('day', 'bigint', (c) => c.notNull())
    .addColumn('site', 'text')
    .addColumn('path', 'text')
    .addColumn('source', 'text')
    .addColumn('tags', 'text', (c) => c.notNull())
    .addColumn('touches', 'integer', (c) => c.notNull())
    .addColumn('first_at', 'bigint', (c) => c.notNull())
    .execute();
  // talliesBetween, and sourcesGiven over all days
  await db.schema.createIndex('tag_tallies_day').on('tag_tallies').column('day').execute();
  await db.schema
    .createTable('tally_cursors')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .execute();
}
