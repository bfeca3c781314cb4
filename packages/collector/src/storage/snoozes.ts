import type { Snooze } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import { isAmong, type Db } from './dialect.ts';

/** Puts a lead off until a date. */
export async function saveSnooze(db: Db, id: LeadId, snooze: Snooze): Promise<void> {
  await db
    .updateTable('leads')
    .set({ snooze: JSON.stringify(snooze), snoozed_until: Date.parse(snooze.until) })
    .where('id', '=', id)
    .execute();
}

/** A lead that was put off is looked at again. */
export const endSnooze = (db: Db, id: LeadId): Promise<void> => endSnoozes(db, [id]);

/** {@link endSnooze} of many leads. */
export async function endSnoozes(db: Db, ids: readonly LeadId[]): Promise<void> {
  await db
    .updateTable('leads')
    .set({ snooze: null, snoozed_until: null })
    .where(isAmong(db, 'id', ids))
    .where('snooze', 'is not', null)
    .execute();
}
