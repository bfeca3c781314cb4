import { sql, type Kysely } from 'kysely';

/** Digests know where they stand and are drawn anew; deliveries know which process has them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('digest', 'text').execute();
  for (const column of ['bot', 'ref', 'digest'])
    await db.schema.alterTable('deliveries').addColumn(column, 'text').execute();
  // lanesInHand
  await sql`create index deliveries_in_hand on deliveries (lease_until) where bot is not null`.execute(db);
  // crowdedChannels: how many cards were posted in the last minute
  await sql`create index deliveries_cards_done on deliveries (done_at) where kind = 'lead_card'`.execute(db);
  // leaseDeliveries and settleRedraws: what else is owed to the same digest
  await sql`create index deliveries_redraw on deliveries (digest) where digest is not null`.execute(db);
}
