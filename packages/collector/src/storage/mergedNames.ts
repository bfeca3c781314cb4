import { decisionId, type LeadId } from '../ids.ts';
import { isAmong, type Db } from './dialect.ts';

/** The ids of the leads that became this one, of those that became them too. */
export async function formerIdsOf(db: Db, id: LeadId): Promise<LeadId[]> {
  const found: LeadId[] = [];
  let layer: LeadId[] = [id];
  while (layer.length > 0) {
    const rows = await db.selectFrom('leads').select('id').where('merged_into', 'in', layer).execute();
    layer = rows.map((row) => row.id).filter((each) => !found.includes(each));
    found.push(...layer);
  }
  return found;
}

/** Which of these leads others became. */
export async function formerlyOthers(db: Db, ids: readonly LeadId[]): Promise<Set<LeadId>> {
  const rows = await db
    .selectFrom('leads')
    .select('merged_into')
    .where(isAmong(db, 'merged_into', ids))
    .execute();
  return new Set(rows.flatMap(({ merged_into: into }) => into ?? []));
}

/** Whether an event was taken for a lead that became this one: its sender repeats it by the old id. */
export async function isKnownEvent(
  db: Db,
  table: 'stage_changes' | 'revenue',
  leadId: LeadId,
  eventId: string | undefined,
): Promise<boolean> {
  if (eventId === undefined) return false;
  const ids = (await formerIdsOf(db, leadId)).map((former) => decisionId(former, eventId, 0));
  if (ids.length === 0) return false;
  const row = await db.selectFrom(table).select('id').where('id', 'in', ids).executeTakeFirst();
  return row !== undefined;
}
