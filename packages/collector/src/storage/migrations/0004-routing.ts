import { sql, type Kysely } from 'kysely';

/** Who a lead waits for, so that open leads can be counted by person; and what each decision was made by. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('assignee', 'text').execute();
  // openLeadsOf, from the index alone: the rows are long
  const counted = sql`stage, junk, merged_into, id`;
  await sql`create index leads_owner on leads (owner, ${counted}) where owner is not null`.execute(db);
  await sql`create index leads_assignee on leads (assignee, owner, ${counted}) where assignee is not null`.execute(
    db,
  );
  // hasCustomer
  await sql`create index leads_account on leads (account) where account is not null`.execute(db);
  await db.schema
    .createTable('routings')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lead_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('facts', 'text', (c) => c.notNull())
    .execute();
  // routingsBetween
  await db.schema.createIndex('routings_at').on('routings').columns(['at', 'id']).execute();
  await db.schema.createIndex('routings_lead').on('routings').column('lead_id').execute();
}
