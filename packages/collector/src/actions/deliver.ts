import { newDeliveryId, type DeliveryId } from '../ids.ts';
import { insertDelivery, type NewDelivery } from '../storage/deliveries.ts';
import { insertHistory, type NewHistory } from '../storage/history.ts';
import type { StoredLead } from '../storage/leads.ts';
import type { InTransaction } from './deps.ts';

/** Owes Slack a message, as part of the transaction that is its cause. */
export async function owe(
  { trx, nowMs }: InTransaction,
  delivery: Omit<NewDelivery, 'id'>,
): Promise<DeliveryId> {
  const id = newDeliveryId(nowMs);
  await insertDelivery(trx, { id, ...delivery }, nowMs);
  return id;
}

/** Where the lead's card stands, or will; null for a lead without one: there is nothing to update then. */
export function cardChannel({ announced, assignment }: StoredLead): string | null {
  return announced === 'card' ? (assignment?.channel ?? null) : null;
}

/** Owes the lead's card, and the digest that lists it, their present state. */
export async function oweCardUpdate(tx: InTransaction, lead: StoredLead): Promise<void> {
  const channel = cardChannel(lead);
  if (channel !== null) await owe(tx, { kind: 'card_update', leadId: lead.id, channel, payload: {} });
  if (lead.digest !== null) await oweRedraw(tx, lead.digest, lead.assignment?.channel ?? '');
}

/** Owes a digest its present state. What is owed more than once is drawn once, when it is leased. */
async function oweRedraw(tx: InTransaction, digest: DeliveryId, channel: string): Promise<void> {
  await owe(tx, { kind: 'digest_update', leadId: null, channel, payload: {}, digest });
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
