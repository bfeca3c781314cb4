import type { HistoryEntry } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
import { insertRows } from './manyRows.ts';
import type { HistoryTable } from './schema.ts';

export type NewHistory = {
  id: string;
  leadId: LeadId;
  at: number;
  kind: HistoryEntry['kind'];
  actor: string | null;
  to?: string | null;
  note?: string | null;
};

/** Adds a line; false when one with this id was there, that is, when the request was a repeat. */
export async function insertHistory(db: Db, entry: NewHistory): Promise<boolean> {
  const inserted = await db
    .insertInto('history')
    .values(toRow(entry))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Adds many lines, leaving out those that were there. */
export async function insertHistories(db: Db, entries: readonly NewHistory[]): Promise<void> {
  await insertRows(db, 'history', entries.map(toRow), { key: ['id'] });
}

const toRow = ({ id, leadId, at, kind, actor, to, note }: NewHistory): HistoryTable => ({
  id,
  lead_id: leadId,
  at,
  kind,
  actor,
  recipient: to ?? null,
  note: note ?? null,
});

export async function historyOf(db: Db, leadId: LeadId): Promise<HistoryEntry[]> {
  const rows = await db
    .selectFrom('history')
    .selectAll()
    .where('lead_id', '=', leadId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(toHistoryEntry);
}

/** One line by its id. */
export async function findHistory(db: Db, id: string): Promise<HistoryEntry | undefined> {
  const row = await db.selectFrom('history').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toHistoryEntry(row);
}

/** Whether the event of this id is in the history already, that is, whether the request is a repeat. */
export async function isRecorded(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom('history').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/** To whom something happened with a lead. */
export async function recipientsOf(
  db: Db,
  leadId: LeadId,
  kind: HistoryEntry['kind'],
): Promise<Set<string | null>> {
  const rows = await db
    .selectFrom('history')
    .select('recipient')
    .where('lead_id', '=', leadId)
    .where('kind', '=', kind)
    .execute();
  return new Set(rows.map((row) => row.recipient));
}

function toHistoryEntry(row: {
  id: string;
  at: number;
  kind: string;
  actor: string | null;
  recipient: string | null;
  note: string | null;
}): HistoryEntry {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    kind: row.kind as HistoryEntry['kind'],
    actor: row.actor,
    to: row.recipient,
    note: row.note,
  };
}
