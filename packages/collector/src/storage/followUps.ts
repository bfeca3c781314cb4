import type { FollowUp } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';

export type NewFollowUp = Pick<FollowUp, 'id' | 'kind' | 'outcome' | 'note' | 'by'> & {
  leadId: LeadId;
  at: number;
};

/** Adds an attempt; false when one with this event id was there. */
export async function insertFollowUp(db: Db, followUp: NewFollowUp): Promise<boolean> {
  const { id, leadId, kind, outcome, note, at, by } = followUp;
  const inserted = await db
    .insertInto('follow_ups')
    .values({ id, lead_id: leadId, kind, outcome, note, at, actor: by })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The attempts to reach a lead in the order in which they were made. */
export async function followUpsOf(db: Db, leadId: LeadId): Promise<FollowUp[]> {
  const rows = await db
    .selectFrom('follow_ups')
    .selectAll()
    .where('lead_id', '=', leadId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(({ id, kind, outcome, note, at, actor }) => ({
    id,
    at: new Date(at).toISOString(),
    kind,
    outcome,
    note,
    by: actor,
  }));
}

/** When a lead was claimed last, epoch milliseconds; null when it never was. */
export async function claimedAtOf(db: Db, leadId: LeadId): Promise<number | null> {
  const { at } = await db
    .selectFrom('history')
    .select((row) => row.fn.max('at').as('at'))
    .where('lead_id', '=', leadId)
    .where('kind', '=', 'claimed')
    .executeTakeFirstOrThrow();
  return at;
}
