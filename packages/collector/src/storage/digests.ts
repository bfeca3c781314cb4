import type { MessageRef } from '@headwater/contract';
import type { DeliveryId, LeadId } from '../ids.ts';
import type { DeliveryPayload } from './deliveries.ts';
import type { Db } from './dialect.ts';

/** Redraws of a digest that are owed beside one that is being leased: that one shows what they would. */
export async function settleRedraws(
  db: Db,
  { id, digest }: { id: DeliveryId; digest: DeliveryId },
  nowMs: number,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ done_at: nowMs })
    .where('digest', '=', digest)
    .where('id', '<>', id)
    .where('done_at', 'is', null)
    .execute();
}

/** A digest: the leads it lists, and where it stands. */
export async function findDigest(
  db: Db,
  id: DeliveryId,
): Promise<{ leadIds: LeadId[]; ref: MessageRef | null } | undefined> {
  const row = await db
    .selectFrom('deliveries')
    .select(['payload', 'ref'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { leadIds = [] } = JSON.parse(row.payload) as DeliveryPayload;
  return { leadIds, ref: row.ref === null ? null : (JSON.parse(row.ref) as MessageRef) };
}
