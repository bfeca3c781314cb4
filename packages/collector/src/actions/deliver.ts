import { newDeliveryId } from '../ids.ts';
import { insertDelivery, type NewDelivery } from '../storage/deliveries.ts';
import type { LeadId } from '../ids.ts';
import { insertHistory, type NewHistory } from '../storage/history.ts';
import type { InTransaction } from './deps.ts';

/** Owes Slack a message, as part of the transaction that is its cause. */
export async function owe({ trx, nowMs }: InTransaction, delivery: Omit<NewDelivery, 'id'>): Promise<void> {
  await insertDelivery(trx, { id: newDeliveryId(nowMs), ...delivery }, nowMs);
}

/** Owes the lead's card its present state. */
export async function oweCardUpdate(tx: InTransaction, leadId: LeadId, channel: string): Promise<void> {
  await owe(tx, { kind: 'card_update', leadId, channel, payload: {} });
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
