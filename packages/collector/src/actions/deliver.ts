import { newDeliveryId } from '../ids.ts';
import { insertDelivery, type NewDelivery } from '../storage/deliveries.ts';
import { insertHistory, type NewHistory } from '../storage/history.ts';
import type { StoredLead } from '../storage/leads.ts';
import type { InTransaction } from './deps.ts';

/** Owes Slack a message, as part of the transaction that is its cause. */
export async function owe({ trx, nowMs }: InTransaction, delivery: Omit<NewDelivery, 'id'>): Promise<void> {
  await insertDelivery(trx, { id: newDeliveryId(nowMs), ...delivery }, nowMs);
}

/** Where the lead's card stands, or will; null for a lead without one: there is nothing to update then. */
export function cardChannel({ announced, assignment, card }: StoredLead): string | null {
  if (announced !== 'card' && card === null) return null;
  return assignment?.channel ?? card?.channel ?? null;
}

/** Owes the lead's card its present state. */
export async function oweCardUpdate(tx: InTransaction, lead: StoredLead): Promise<void> {
  const channel = cardChannel(lead);
  if (channel !== null) await owe(tx, { kind: 'card_update', leadId: lead.id, channel, payload: {} });
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
