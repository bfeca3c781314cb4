import { sql, type Kysely } from 'kysely';

/** What is looked at before it earns, who is the same person by another spelling, and quarters that are over. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('referral_holds')
    .addColumn('referral_id', 'text', (c) => c.primaryKey())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('because', 'text', (c) => c.notNull())
    .addColumn('held_at', 'bigint', (c) => c.notNull())
    .addColumn('decided_at', 'bigint')
    .addColumn('decided_by', 'text')
    .addColumn('card', 'text')
    .execute();
  // listReferrals, listRewards and fillPayout: what is held now
  await sql`create index referral_holds_held on referral_holds (referral_id) where state = 'held'`.execute(
    db,
  );
  await db.schema
    .createTable('frozen_quarters')
    .addColumn('quarter', 'text', (c) => c.primaryKey())
    .addColumn('frozen_at', 'bigint', (c) => c.notNull())
    .addColumn('report', 'text', (c) => c.notNull())
    .execute();
  await addMailboxes(db);
}

/** The plain spelling of addresses that are written in another one; what is plain already has none. */
async function addMailboxes(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('lead_identities').addColumn('mailbox', 'text').execute();
  const { rows } = await sql<{ value: string }>`select value from lead_identities where kind = 'email'
    and (value like '%+%@%' or value like '%@gmail.com' or value like '%@googlemail.com')`.execute(db);
  for (const { value } of rows) {
    const mailbox = plainSpelling(value);
    if (mailbox === value) continue;
    await sql`update lead_identities set mailbox = ${mailbox} where kind = 'email' and value = ${value}`.execute(
      db,
    );
  }
  // leadsOfMailbox
  await sql`create index lead_identities_mailbox on lead_identities (mailbox) where mailbox is not null`.execute(
    db,
  );
}

/** As `domain/mailbox.ts` had it when this ran. */
function plainSpelling(address: string): string {
  const [name = '', domain = ''] = address.split('@');
  const mailbox = name.replace(/(?<=.)\+.*$/, '');
  const isGmail = domain === 'gmail.com' || domain === 'googlemail.com';
  return isGmail ? `${mailbox.replaceAll('.', '')}@gmail.com` : `${mailbox}@${domain}`;
}
