import { sql, type Kysely } from 'kysely';

/** The ledger of what referrers earn, what was paid of it, and who thanked whom. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createRewards(db);
  await createPayouts(db);
  await db.schema
    .createTable('referral_thanks')
    .addColumn('referral_id', 'text', (c) => c.notNull())
    .addColumn('slack_user', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('referral_thanks_key', ['referral_id', 'slack_user'])
    .execute();
  await db.schema
    .createTable('referral_asks')
    .addColumn('event_id', 'text', (c) => c.primaryKey())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('owner', 'text')
    .addColumn('moment', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  // lastAskOf
  await db.schema
    .createIndex('referral_asks_account')
    .on('referral_asks')
    .columns(['account', 'at'])
    .execute();
}

async function createRewards(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rewards')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('referral_id', 'text', (c) => c.notNull())
    .addColumn('program', 'text', (c) => c.notNull())
    .addColumn('referrer', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('amount', 'bigint', (c) => c.notNull())
    .addColumn('currency', 'text', (c) => c.notNull())
    .addColumn('rule', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('reversal_of', 'text')
    .addColumn('earned_at', 'bigint', (c) => c.notNull())
    .addColumn('promised_until', 'bigint')
    .addColumn('payout_id', 'text')
    .addColumn('card', 'text')
    .execute();
  // each is earned once, and taken back once
  await sql`create unique index rewards_once on rewards (referral_id, kind) where reversal_of is null`.execute(
    db,
  );
  await sql`create unique index rewards_back on rewards (reversal_of) where reversal_of is not null`.execute(
    db,
  );
  // unpaidRewards, and listRewards of a state
  await db.schema.createIndex('rewards_state').on('rewards').columns(['state', 'id']).execute();
  await db.schema.createIndex('rewards_referrer').on('rewards').columns(['referrer', 'id']).execute();
  // rewardsOfPayout
  await sql`create index rewards_payout on rewards (payout_id) where payout_id is not null`.execute(db);
  await db.schema
    .createTable('reward_steps')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('reward_id', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text')
    .addColumn('reason', 'text')
    .execute();
  // stepsOf
  await db.schema.createIndex('reward_steps_reward').on('reward_steps').column('reward_id').execute();
}

async function createPayouts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('payouts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('program', 'text', (c) => c.notNull())
    .addColumn('month', 'text', (c) => c.notNull())
    .addColumn('format', 'text', (c) => c.notNull())
    .addColumn('part', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('count', 'integer', (c) => c.notNull())
    .addColumn('totals', 'text', (c) => c.notNull())
    .addColumn('file', 'text', (c) => c.notNull())
    .addColumn('event_id', 'text', (c) => c.unique())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('ended_by', 'text')
    // two who ask at the same moment get one payout
    .addUniqueConstraint('payouts_part', ['program', 'month', 'format', 'part'])
    .execute();
}
