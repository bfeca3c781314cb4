import { sql, type Kysely } from 'kysely';
import { clusteredByKey } from '../dialect.ts';

/** Each index names the query it serves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createSetup(db);
  await createEvents(db);
  await createLeads(db);
  await createWork(db);
  await createReferrals(db);
}

async function createSetup(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sites')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('origins', 'text', (c) => c.notNull())
    .addColumn('filter_bots', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('first_hit_at', 'bigint')
    .execute();
  await db.schema
    .createTable('api_keys')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_by', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('settings_key', ['name', 'version'])
    .execute();
}

async function createEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('events')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('site', 'text')
    .addColumn('visitor', 'text')
    .addColumn('lead_id', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('sent_at', 'bigint')
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .$call((table) => clusteredByKey(db, table))
    .execute();
  // journeyEvents: what the visitors of a lead did, and what was entered for it
  await db.schema.createIndex('events_visitor').on('events').column('visitor').execute();
  await sql`create index events_lead on events (lead_id) where lead_id is not null`.execute(db);
}

async function createLeads(db: Kysely<unknown>): Promise<void> {
  await createLeadTable(db);
  await db.schema
    .createTable('lead_identities')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('lead_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('lead_identities_key', ['kind', 'value'])
    .execute();
  // moveLead
  await db.schema.createIndex('lead_identities_lead').on('lead_identities').column('lead_id').execute();
  await db.schema
    .createTable('lead_visitors')
    .addColumn('visitor', 'text', (c) => c.notNull())
    .addColumn('lead_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('lead_visitors_key', ['visitor', 'lead_id'])
    .execute();
  // journeyEvents
  await db.schema.createIndex('lead_visitors_lead').on('lead_visitors').column('lead_id').execute();
  await db.schema
    .createTable('submissions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lead_id', 'text', (c) => c.notNull())
    .addColumn('site', 'text')
    .addColumn('via', 'text', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  // submissionsOf
  await db.schema.createIndex('submissions_lead').on('submissions').column('lead_id').execute();
  await createLeadRecords(db);
}

async function createLeadTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('leads')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('email', 'text')
    .addColumn('name', 'text')
    .addColumn('company', 'text')
    .addColumn('phone', 'text')
    .addColumn('linkedin', 'text')
    .addColumn('country', 'text')
    .addColumn('account', 'text')
    .addColumn('heard_from', 'text')
    .addColumn('stage', 'text', (c) => c.notNull())
    .addColumn('score', 'integer', (c) => c.notNull())
    .addColumn('score_lines', 'text', (c) => c.notNull())
    .addColumn('temperature', 'text', (c) => c.notNull())
    .addColumn('temperature_reasons', 'text', (c) => c.notNull())
    .addColumn('original_source', 'text', (c) => c.notNull())
    .addColumn('latest_source', 'text', (c) => c.notNull())
    .addColumn('source', 'text')
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('family', 'text')
    .addColumn('owner', 'text')
    .addColumn('assignment', 'text')
    .addColumn('flags', 'text', (c) => c.notNull())
    .addColumn('junk', 'integer', (c) => c.notNull())
    .addColumn('announced', 'text')
    .addColumn('card', 'text')
    .addColumn('merged_into', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  // listLeads, newest first
  await db.schema.createIndex('leads_newest').on('leads').columns(['created_at', 'id']).execute();
  // unannouncedLeads, for the digest
  await sql`create index leads_unannounced on leads (temperature) where announced is null`.execute(db);
}

async function createLeadRecords(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('stage_changes')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lead_id', 'text', (c) => c.notNull())
    .addColumn('stage', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text')
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  // stagesOf
  await db.schema.createIndex('stage_changes_lead').on('stage_changes').column('lead_id').execute();
  await db.schema
    .createTable('history')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lead_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('actor', 'text')
    .addColumn('recipient', 'text')
    .addColumn('note', 'text')
    .execute();
  // historyOf
  await db.schema.createIndex('history_lead').on('history').column('lead_id').execute();
  await db.schema
    .createTable('accounts')
    .addColumn('domain', 'text', (c) => c.primaryKey())
    .addColumn('owner', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
}

async function createWork(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('pool_turns')
    .addColumn('pool', 'text', (c) => c.primaryKey())
    .addColumn('turn', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('priority', 'integer', (c) => c.notNull())
    .addColumn('lead_id', 'text')
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('lease_until', 'bigint')
    .addColumn('first_attempt_at', 'bigint')
    .addColumn('done_at', 'bigint')
    .addColumn('dead_at', 'bigint')
    .addColumn('error', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  // leaseDeliveries: the few that are still owed, in the order in which they go out
  await sql`create index deliveries_owed on deliveries (priority, id) where done_at is null and dead_at is null`.execute(
    db,
  );
  // countDeliveries
  await sql`create index deliveries_dead on deliveries (dead_at) where dead_at is not null`.execute(db);
  // moveLead
  await sql`create index deliveries_lead on deliveries (lead_id) where lead_id is not null`.execute(db);
  await db.schema
    .createTable('timers')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .execute();
  // nextDueTimer
  await db.schema.createIndex('timers_due').on('timers').column('due_at').execute();
}

async function createReferrals(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('referrals')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('submission', 'text', (c) => c.notNull().unique())
    .addColumn('referrer', 'text', (c) => c.notNull())
    .addColumn('lead_id', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('company', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  // referralsOf a lead, and listReferrals of a referrer
  await db.schema.createIndex('referrals_lead').on('referrals').column('lead_id').execute();
  await db.schema.createIndex('referrals_referrer').on('referrals').columns(['referrer', 'id']).execute();
  await db.schema
    .createTable('codes')
    .addColumn('code', 'text', (c) => c.primaryKey())
    .addColumn('program', 'text', (c) => c.notNull())
    .addColumn('referrer', 'text', (c) => c.notNull())
    .addColumn('landing_url', 'text')
    .addColumn('clicks', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  // employeeCode: one code an employee
  await db.schema
    .createIndex('codes_referrer')
    .unique()
    .on('codes')
    .columns(['program', 'referrer'])
    .execute();
}
