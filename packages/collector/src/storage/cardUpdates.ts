import type { MessageRef } from '@headwater/contract';
import type { DeliveryId, LeadId } from '../ids.ts';
import { lockFreeRows, type Db } from './dialect.ts';

/**
 * Those of the leads for whose cards an update is owed that nobody has leased so far. It will show what this
 * transaction changes: it cannot be leased before the transaction ends. Waits for nobody.
 */
export async function awaitingUpdate(db: Db, leadIds: readonly LeadId[]): Promise<Map<LeadId, Waiting>> {
  if (leadIds.length === 0) return new Map();
  const waiting = db
    .selectFrom('deliveries')
    .select(['id', 'lead_id as leadId', 'due_at as dueAt'])
    .where('lead_id', 'in', leadIds)
    .where('kind', '=', 'card_update')
    .where('payload', '=', '{}')
    .where('attempt', '=', 0)
    .where('done_at', 'is', null)
    .where('dead_at', 'is', null);
  const rows = await lockFreeRows(db, waiting).execute();
  return new Map(rows.flatMap(({ leadId, ...row }) => (leadId === null ? [] : [[leadId, row] as const])));
}

export type Waiting = { id: DeliveryId; dueAt: number };

/** Makes a delivery that {@link awaitingUpdate} found due at this moment. */
export async function makeDue(db: Db, id: DeliveryId, nowMs: number): Promise<void> {
  await db.updateTable('deliveries').set({ due_at: nowMs }).where('id', '=', id).execute();
}

/** The lead that a card, not yet known to stand, is for; null for other deliveries. */
export async function leadOfCard(db: Db, id: DeliveryId): Promise<LeadId | null> {
  const row = await db
    .selectFrom('deliveries')
    .select('lead_id')
    .where('id', '=', id)
    .where('kind', '=', 'lead_card')
    .executeTakeFirst();
  return row?.lead_id ?? null;
}

/** Cards of a lead that nobody has begun to post: another card stands for it. */
export async function dropUnpostedCards(db: Db, leadId: LeadId, nowMs: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ done_at: nowMs, error: 'another card stands for this lead' })
    .where('lead_id', '=', leadId)
    .where('kind', '=', 'lead_card')
    .where('attempt', '=', 0)
    .where('done_at', 'is', null)
    .execute();
}

export const isSameMessage = (one: MessageRef, other: MessageRef): boolean =>
  one.channel === other.channel && one.ts === other.ts;
