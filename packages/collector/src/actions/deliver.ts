import type { MessageRef } from '@headwater/contract';
import { newDeliveryId, type DeliveryId, type LeadId } from '../ids.ts';
import { awaitingUpdate, makeDue } from '../storage/cardUpdates.ts';
import { insertDelivery, type NewDelivery } from '../storage/deliveries.ts';
import { insertHistory, type NewHistory } from '../storage/history.ts';
import type { StoredLead } from '../storage/leads.ts';
import type { InTransaction } from './deps.ts';
import { dueTime } from './notifyTime.ts';

/** Owes Slack a message, now or after some time, as part of the transaction that is its cause. */
export async function owe(
  tx: InTransaction,
  delivery: Omit<NewDelivery, 'id'>,
  afterMs = 0,
): Promise<DeliveryId> {
  const id = newDeliveryId(tx.nowMs);
  const dueAt = (await dueTime(tx, delivery)) + afterMs;
  await insertDelivery(tx.trx, { id, ...delivery, dueAt }, tx.nowMs);
  return id;
}

/** Where the lead's card stands, or will; null for a lead without one: there is nothing to update then. */
export function cardChannel({ announced, assignment, card, cardPlace }: StoredLead): string | null {
  if (cardPlace !== null) return cardPlace;
  if (announced !== 'card' && card === null) return null;
  return assignment?.channel ?? card?.channel ?? null;
}

/** Owes the lead's card, and the digest that lists it, their present state. */
export async function oweCardUpdate(tx: InTransaction, lead: StoredLead): Promise<void> {
  const channel = cardChannel(lead);
  if (channel !== null) await oweUpdate(tx, lead.id, channel);
  if (lead.digest !== null) await oweRedraw(tx, lead.digest, lead.assignment?.channel ?? '');
}

/** Unless an update is owed that nobody has begun. */
async function oweUpdate(tx: InTransaction, leadId: LeadId, channel: string): Promise<void> {
  const waiting = (await awaitingUpdate(tx.trx, [leadId])).get(leadId);
  if (!waiting) await owe(tx, { kind: 'card_update', leadId, channel, payload: {} });
  else if (waiting.dueAt > tx.nowMs) await makeDue(tx.trx, waiting.id, tx.nowMs);
}

/** Owes a digest its present state. What is owed more than once is drawn once, when it is leased. */
async function oweRedraw(tx: InTransaction, digest: DeliveryId, channel: string): Promise<void> {
  await owe(tx, { kind: 'digest_update', leadId: null, channel, payload: {}, digest });
}

/** Owes a card that stands for the lead no more the word that there is another. */
export async function retireCard(tx: InTransaction, leadId: LeadId, card: MessageRef): Promise<void> {
  await owe(tx, { kind: 'card_update', leadId, channel: card.channel, payload: { card } });
}

/**
 * Adds a line to the lead's history and owes it to the thread of its card.
 * False when the line was there, that is, when the request was a repeat.
 */
export async function record(tx: InTransaction, entry: NewHistory, channel: string | null): Promise<boolean> {
  const isNew = await insertHistory(tx.trx, entry);
  if (!isNew || channel === null) return isNew;
  const payload = { historyId: entry.id };
  await owe(tx, { kind: 'thread_note', leadId: entry.leadId, channel, payload });
  return true;
}
