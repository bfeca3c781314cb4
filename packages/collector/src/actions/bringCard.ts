import { dropUnpostedCards } from '../storage/cardUpdates.ts';
import { saveCardPlace, type StoredLead } from '../storage/leads.ts';
import { isPersonal } from '../domain/people.ts';
import { cardChannel, owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';

/**
 * Owes the new owner of a lead its full card as a direct message, where they have seen only a line of a digest,
 * or where the card stands with somebody else who had the lead before. It is a row of the transaction of the
 * claim: that happens once, and so does this. Answers the lead with where its card will be.
 */
export async function bringCard(tx: InTransaction, lead: StoredLead, owner: string): Promise<StoredLead> {
  const place = cardChannel(lead);
  const isSeen = place === null ? lead.digest === null : place === owner || !isPersonal(place);
  if (isSeen) return lead;
  await dropUnpostedCards(tx.trx, lead.id, tx.nowMs);
  await saveCardPlace(tx.trx, lead.id, owner);
  await owe(tx, { kind: 'lead_card', leadId: lead.id, channel: owner, payload: { slackUser: owner } });
  return { ...lead, cardPlace: owner };
}

/** The lead is announced to a channel again: what was owed to one person is not, and what stands there gives way. */
export async function leaveToChannel(tx: InTransaction, lead: StoredLead): Promise<void> {
  if (lead.cardPlace === null) return;
  await dropUnpostedCards(tx.trx, lead.id, tx.nowMs);
  await saveCardPlace(tx.trx, lead.id, null);
}
