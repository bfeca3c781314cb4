import { sql, type Kysely } from 'kysely';

/** What money came of a lead, which leads were made one, and rewards of which a part is taken back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createRevenue(db);
  await createMerges(db);
  // a deal is refunded in parts, and each part is an entry
  await db.schema.dropIndex('rewards_back').execute();
  // takenBackOf
  await sql`create index rewards_back on rewards (reversal_of) where reversal_of is not null`.execute(db);
  // what was decided as the referral came; its state follows its lead from there
  await db.schema
    .alterTable('referrals')
    .addColumn('judged', 'text', (c) => c.notNull().defaultTo('submitted'))
    .execute();
  await sql`update referrals set judged = state
    where state = 'duplicate' or (state = 'rejected' and reason like 'Set aside as junk: %')`.execute(db);
}

async function createRevenue(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('revenue')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lead_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('amount', 'bigint', (c) => c.notNull())
    .addColumn('currency', 'text', (c) => c.notNull())
    .addColumn('margin', 'bigint')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text')
    .addColumn('reason', 'text')
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .execute();
  // revenueOf
  await db.schema.createIndex('revenue_lead').on('revenue').column('lead_id').execute();
}

async function createMerges(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lead_merges')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('from_lead', 'text', (c) => c.notNull())
    .addColumn('into_lead', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text')
    .addColumn('moved', 'text', (c) => c.notNull())
    .addColumn('undone_at', 'bigint')
    .addColumn('undone_by', 'text')
    .execute();
  // lastMergeOf
  await db.schema.createIndex('lead_merges_from').on('lead_merges').columns(['from_lead', 'id']).execute();
  // namesOf: who a lead was before it was joined with others
  await sql`create index leads_merged on leads (merged_into) where merged_into is not null`.execute(db);
}
