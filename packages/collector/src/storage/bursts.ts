import type { ExpressionBuilder } from 'kysely';
import type { WaitingCard } from '../domain/burst.ts';
import type { DeliveryId, LeadId } from '../ids.ts';
import { lockFreeRows, type Db } from './dialect.ts';
import type { Schema } from './schema.ts';

/** `used`: its cards of the last minute and those in the hands of bots. */
export type CrowdedChannel = { channel: string; used: number };

const isOwed = (row: ExpressionBuilder<Schema, 'deliveries'>) =>
  row.and([row('deliveries.done_at', 'is', null), row('deliveries.dead_at', 'is', null)]);

/** Channels with more than `cards` since `sinceMs`, counting those that no bot was given yet. */
export async function crowdedChannels(
  db: Db,
  { cards, sinceMs, nowMs }: { cards: number; sinceMs: number; nowMs: number },
): Promise<CrowdedChannel[]> {
  const fresh = await db
    .selectFrom('deliveries')
    .select((row) => ['channel', row.fn.countAll<number>().as('count')])
    .where('kind', '=', 'lead_card')
    .where(isOwed)
    .where('attempt', '=', 0)
    .where('payload', '=', '{}') // what is brought to one person is no burst
    .groupBy('channel')
    .execute();
  const crowded: CrowdedChannel[] = [];
  for (const { channel, count } of fresh) {
    const used = await usedCards(db, channel, { sinceMs, nowMs });
    if (used + count > cards) crowded.push({ channel, used });
  }
  return crowded;
}

/** A card that was told of in a digest was never given to a bot: its attempts are none. */
async function usedCards(
  db: Db,
  channel: string,
  { sinceMs, nowMs }: { sinceMs: number; nowMs: number },
): Promise<number> {
  const cards = db
    .selectFrom('deliveries')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('kind', '=', 'lead_card')
    .where('channel', '=', channel)
    .where('attempt', '>', 0);
  const inHand = await cards.where(isOwed).where('lease_until', '>', nowMs).executeTakeFirstOrThrow();
  const posted = await cards.where('done_at', '>', sinceMs).executeTakeFirstOrThrow();
  return inHand.count + posted.count;
}

export type OwedCard = WaitingCard & { id: DeliveryId; leadId: LeadId };

/** The cards of a channel that no bot was given yet. */
export async function waitingCards(db: Db, channel: string): Promise<OwedCard[]> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('leads', 'leads.id', 'deliveries.lead_id')
    .select(['deliveries.id as id', 'leads.id as leadId', 'temperature', 'score'])
    .select('deliveries.created_at as owedAt')
    .where('deliveries.kind', '=', 'lead_card')
    .where('deliveries.channel', '=', channel)
    .where('attempt', '=', 0)
    .where(isOwed)
    .orderBy('deliveries.id')
    .execute();
  return rows;
}

export async function isDigestOwed(db: Db, channel: string): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .select('id')
    .where('kind', '=', 'digest')
    .where('channel', '=', channel)
    .where(isOwed)
    .executeTakeFirst();
  return row !== undefined;
}

/** Which of these leads nobody else is changing at this moment, locked. */
export async function lockFreeLeads(db: Db, ids: readonly LeadId[]): Promise<Set<LeadId>> {
  const query = db.selectFrom('leads').select('id').where('id', 'in', ids);
  const rows = await lockFreeRows(db, query).execute();
  return new Set(rows.map(({ id }) => id));
}

/**
 * The cards are not owed any more: a digest tells of their leads. What was to follow them is settled too,
 * because the digest is drawn with each lead's present state.
 */
export async function settleCards(db: Db, cards: readonly OwedCard[], nowMs: number): Promise<void> {
  const told = { done_at: nowMs, error: 'told in a digest' };
  const ids = cards.map(({ id }) => id);
  await db.updateTable('deliveries').set(told).where('id', 'in', ids).execute();
  await db
    .updateTable('deliveries')
    .set(told)
    .where(
      'lead_id',
      'in',
      cards.map(({ leadId }) => leadId),
    )
    .where('kind', 'in', ['card_update', 'thread_note'])
    .where('done_at', 'is', null)
    .execute();
}
