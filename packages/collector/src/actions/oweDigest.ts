import type { DeliveryId, LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { saveAnnounced, saveDigest } from '../storage/leads.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';

/** Owes a channel one message that lists these leads, in this order. */
export function oweDigest(
  tx: InTransaction,
  channel: string,
  leads: readonly { id: LeadId }[],
): Promise<DeliveryId> {
  const leadIds = leads.map(({ id }) => id);
  return owe(tx, { kind: 'digest', leadId: null, channel, payload: { leadIds } });
}

/** The lead counts as announced: the digest will list it, and shows what becomes of it. */
export async function announceInDigest(
  db: Db,
  { id, digest, announced }: { id: LeadId; digest: DeliveryId; announced: 'burst' | 'digest' },
): Promise<void> {
  await saveAnnounced(db, id, announced);
  await saveDigest(db, id, digest);
}
