import { sql, type Kysely } from 'kysely';
import { clusteredByKey } from '../dialect.ts';

/** Visitors as reports count them, who may never become leads; and how often something was shown to people. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createVisitors(db);
  await db.schema
    .createTable('impressions')
    .addColumn('period', 'text', (c) => c.notNull())
    .addColumn('dimension', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('count', 'bigint', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_by', 'text', (c) => c.notNull())
    // impressionCells, by its period
    .addPrimaryKeyConstraint('impressions_key', ['period', 'dimension', 'key'])
    .execute();
}

async function createVisitors(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('visitor_counts')
    .addColumn('generation', 'integer', (c) => c.primaryKey().notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .execute();
  await sql`insert into visitor_counts (generation, state, received_at, event)
    values (1, 'serving', -1, '')`.execute(db);
  await db.schema
    .createTable('visitor_sources')
    .addColumn('place', 'integer', (c) => c.primaryKey().notNull())
    .addColumn('source', 'text', (c) => c.notNull().unique())
    .execute();
  const visitors = db.schema
    .createTable('visitors')
    .addColumn('generation', 'integer', (c) => c.notNull())
    .addColumn('visitor', 'text', (c) => c.notNull())
    .addColumn('site', 'text')
    .addColumn('first_at', 'bigint', (c) => c.notNull())
    .addColumn('last_at', 'bigint', (c) => c.notNull())
    .addColumn('first_source', 'integer', (c) => c.notNull())
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('touches', 'integer', (c) => c.notNull())
    .addColumn('has_read', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('visitors_key', ['generation', 'visitor']);
  await clusteredByKey(db, visitors).execute();
}
