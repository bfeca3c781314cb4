import type { EventBody, StoredEvent } from '../domain/event.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
import type { EventsTable } from './schema.ts';

export { insertEvents } from './dialect.ts';

/** The most events of one lead that are looked at; older ones no longer change a score. */
const MOST_EVENTS = 5_000;

/** What the lead's visitors did on the website and what was entered for it, newest received last. */
export async function journeyEvents(db: Db, leadId: LeadId): Promise<StoredEvent[]> {
  const columns = ['id', 'kind', 'visitor', 'at', 'sent_at', 'received_at', 'body'] as const;
  const entered = db.selectFrom('events').select(columns).where('lead_id', '=', leadId);
  const visited = db
    .selectFrom('events')
    .select(columns)
    .where('visitor', 'in', (query) =>
      query.selectFrom('lead_visitors').select('visitor').where('lead_id', '=', leadId),
    );
  const rows = await entered.union(visited).orderBy('id', 'desc').limit(MOST_EVENTS).execute();
  return rows.toReversed().map(toStoredEvent);
}

/** The leads that are known by any of these visitors. */
export async function leadsOfVisitors(db: Db, visitors: readonly string[]): Promise<LeadId[]> {
  const rows = await db
    .selectFrom('lead_visitors')
    .select('lead_id')
    .distinct()
    .where('visitor', 'in', visitors)
    .execute();
  return rows.map((row) => row.lead_id);
}

/** Up to `limit` events after the id `after`, in the order of their ids. */
export async function eventsAfter(db: Db, after: string, limit: number): Promise<EventsTable[]> {
  return db.selectFrom('events').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute();
}

function toStoredEvent(
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
