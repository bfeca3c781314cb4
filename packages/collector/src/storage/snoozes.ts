import type { Snooze } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';

/** Puts a lead off until a date. */
export async function saveSnooze(db: Db, id: LeadId, snooze: Snooze): Promise<void> {
  await db
    .updateTable('leads')
    .set({ snooze: JSON.stringify(snooze), snoozed_until: Date.parse(snooze.until) })
    .where('id', '=', id)
    .execute();
}

/** A lead that was put off is looked at again. */
export async function endSnooze(db: Db, id: LeadId): Promise<void> {
  await db
    .updateTable('leads')
    .set({ snooze: null, snoozed_until: null })
    .where('id', '=', id)
    .where('snooze', 'is not', null)
    .execute();
}
