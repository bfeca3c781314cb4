import type { EventBody, StoredEvent } from '../domain/event.ts';
import type { LeadId } from '../ids.ts';
import { isAmong, type Db } from './dialect.ts';
import { insertRows } from './manyRows.ts';
import { prepared } from './prepared.ts';
import type { EventsTable } from './schema.ts';

export { storeEvents } from './dialect.ts';

/** The most events of one lead that are looked at; older ones no longer change a score. */
export const MOST_EVENTS = 5_000;

/** Inserts events and returns the ids that were new. */
export async function insertEvents(db: Db, rows: readonly EventsTable[]): Promise<string[]> {
  const inserted = await insertRows(db, 'events', rows, { key: ['id'] });
  return inserted.map((row) => row.id);
}

/** Which of these events are stored. */
export async function eventsAmong(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('events')
    .select('id')
    .where(isAmong(db, 'id', ids))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** What the lead's visitors did on the website and what was entered for it, newest received last. */
export async function journeyEvents(db: Db, leadId: LeadId): Promise<StoredEvent[]> {
  return (await newestOf(db, { leadId })).toReversed().map(toStoredEvent);
}

const newestOf = prepared((db, { leadId }: { leadId: LeadId }) => {
  const columns = ['id', 'kind', 'visitor', 'at', 'sent_at', 'received_at', 'body'] as const;
  const entered = db.selectFrom('events').select(columns).where('lead_id', '=', leadId);
  const visited = db
    .selectFrom('events')
    .select(columns)
    .where('visitor', 'in', (query) =>
      query.selectFrom('lead_visitors').select('visitor').where('lead_id', '=', leadId),
    );
  return entered.unionAll(visited).orderBy('id', 'desc').limit(MOST_EVENTS);
});

/** Up to `limit` events after the id `after`, in the order of their ids. */
export async function eventsAfter(db: Db, after: string, limit: number): Promise<EventsTable[]> {
  return db.selectFrom('events').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute();
}

export function toStoredEvent(
  row: Pick<EventsTable, 'id' | 'kind' | 'visitor' | 'at' | 'sent_at' | 'received_at' | 'body'>,
): StoredEvent {
  return {
    id: row.id,
    kind: row.kind,
    visitor: row.visitor,
    at: row.at,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
    body: JSON.parse(row.body) as EventBody,
  };
}
