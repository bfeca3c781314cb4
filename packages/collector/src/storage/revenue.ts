import type { RevenueEntry } from '../domain/course.ts';
import type { LeadId } from '../ids.ts';
import type { RevenueTable } from './courseTables.ts';
import { isAmong, type Db } from './dialect.ts';

/** An entry with who reported it, and why. */
export type StoredRevenue = RevenueEntry & { actor: string | null; reason: string | null };

/** Adds an entry; false when one with this event id was there. */
export async function insertRevenue(
  db: Db,
  { leadId, amount, margin, ...entry }: StoredRevenue & { leadId: LeadId },
  nowMs: number,
): Promise<boolean> {
  const money = { ...amount, margin: margin?.amount ?? null };
  const inserted = await db
    .insertInto('revenue')
    .values({ ...entry, ...money, lead_id: leadId, received_at: nowMs })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** What was reported beside the deal that came with the stage, by time, then by event id. */
export async function revenueOf(db: Db, leadId: LeadId): Promise<StoredRevenue[]> {
  return (await revenueOfMany(db, [leadId])).get(leadId) ?? [];
}

/** {@link revenueOf} many leads; who brought none is not in it. */
export async function revenueOfMany(
  db: Db,
  leadIds: readonly LeadId[],
): Promise<Map<LeadId, StoredRevenue[]>> {
  const rows = await db
    .selectFrom('revenue')
    .selectAll()
    .where(isAmong(db, 'lead_id', leadIds))
    .orderBy('at')
    .orderBy('id')
    .execute();
  const byLead = Map.groupBy(rows, (row) => row.lead_id);
  return new Map([...byLead].map(([id, own]) => [id, own.map(toStoredRevenue)]));
}

function toStoredRevenue({ id, at, kind, amount, currency, margin, actor, reason }: RevenueTable) {
  const share = margin === null ? null : { amount: margin, currency };
  return { id, at, kind, amount: { amount, currency }, margin: share, actor, reason };
}
