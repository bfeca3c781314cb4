import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
import type { ResponsesTable } from './schema.ts';

type Announced = { announcedAt: number; deadlineAt: number | null };

/** A lead is announced, at the earliest time of all until somebody has it. */
export async function insertResponse(
  db: Db,
  leadId: LeadId,
  { announcedAt, deadlineAt }: Announced,
): Promise<void> {
  const times = { announced_at: announcedAt, deadline_at: deadlineAt };
  await db
    .insertInto('responses')
    .values({ lead_id: leadId, ...times })
    .onConflict((conflict) =>
      conflict
        .column('lead_id')
        .doUpdateSet(times)
        .where('responses.claimed_at', 'is', null)
        .where('responses.announced_at', '>', announcedAt),
    )
    .execute();
}

/** How quickly people responded to a lead so far; undefined for one that was never announced. */
export async function findResponse(db: Db, leadId: LeadId): Promise<ResponsesTable | undefined> {
  return db.selectFrom('responses').selectAll().where('lead_id', '=', leadId).executeTakeFirst();
}

/** Changes what is given; the first claim and the first follow-up are written once, by their actions. */
export async function saveResponse(db: Db, leadId: LeadId, change: Partial<ResponsesTable>): Promise<void> {
  await db.updateTable('responses').set(change).where('lead_id', '=', leadId).execute();
}

/** Two leads turned out to be one person: what the other has is kept where this one has nothing. */
export async function moveResponse(db: Db, from: LeadId, to: LeadId): Promise<void> {
  if (await findResponse(db, to)) return;
  await db.updateTable('responses').set({ lead_id: to }).where('lead_id', '=', from).execute();
}

/** By lead, when it was first claimed and after how much working time, of those claimed since then. */
export async function firstClaimsSince(
  db: Db,
  sinceMs: number,
): Promise<Map<LeadId, { at: number; workingMs: number }>> {
  const rows = await db
    .selectFrom('responses')
    .select(['lead_id', 'claimed_at', 'claim_working_ms'])
    .where('claimed_at', '>=', sinceMs)
    .execute();
  return new Map(
    rows.map(({ lead_id, claimed_at, claim_working_ms }) => [
      lead_id,
      { at: claimed_at ?? sinceMs, workingMs: claim_working_ms ?? 0 },
    ]),
  );
}

/** The responses to leads announced in `[fromMs, toMs)`, without junk. */
export async function responsesBetween(db: Db, fromMs: number, toMs: number): Promise<ResponsesTable[]> {
  return db
    .selectFrom('responses')
    .innerJoin('leads', 'leads.id', 'responses.lead_id')
    .selectAll('responses')
    .where('announced_at', '>=', fromMs)
    .where('announced_at', '<', toMs)
    .where('leads.junk', '=', 0)
    .where('leads.merged_into', 'is', null)
    .execute();
}
