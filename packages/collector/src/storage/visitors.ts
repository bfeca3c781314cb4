import { sql } from 'kysely';
import type { EventBody, StoredEvent } from '../domain/event.ts';
import type { PackedSource } from '../domain/reports/pack.ts';
import { lockRows, type Db } from './dialect.ts';
import { toStoredEvent } from './events.ts';
import { isTouch } from './tallies.ts';
import type { VisitorCountsTable, VisitorsTable } from './visitorTables.ts';

/** A touch of a website's visitor, as it was received. */
export type VisitorTouch = {
  id: string;
  kind: string;
  site: string | null;
  visitor: string;
  receivedAt: number;
  body: EventBody;
};

/** All counts, in the order of their generations; nobody else goes on with them until the transaction ends. */
export async function lockCounts(db: Db): Promise<VisitorCountsTable[]> {
  const query = db.selectFrom('visitor_counts').selectAll().orderBy('generation');
  return lockRows(db, query).execute();
}

export async function saveCount(db: Db, { generation, ...count }: VisitorCountsTable): Promise<void> {
  await db.updateTable('visitor_counts').set(count).where('generation', '=', generation).execute();
}

/** Begins a count from the first touch. */
export async function insertCount(db: Db, generation: number): Promise<void> {
  await db
    .insertInto('visitor_counts')
    .values({ generation, state: 'building', received_at: -1, event: '' })
    .execute();
}

/** Up to `limit` touches of visitors after those that are counted, received until then; in that order. */
export async function visitorTouchesAfter(
  db: Db,
  { received_at: receivedAt, event }: Pick<VisitorCountsTable, 'received_at' | 'event'>,
  untilMs: number,
  limit: number,
): Promise<VisitorTouch[]> {
  const rows = await db
    .selectFrom('events')
    .select(['id', 'kind', 'site', 'visitor', 'received_at', 'body'])
    .where(isTouch)
    .where('visitor', 'is not', null)
    .where('lead_id', 'is', null)
    .where('received_at', '>=', receivedAt)
    .where('received_at', '<=', untilMs)
    .where((row) => row.or([row('received_at', '>', receivedAt), row('id', '>', event)]))
    .orderBy('received_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id, kind, site, visitor, received_at, body }) => ({
    id,
    kind,
    site,
    visitor: visitor ?? '',
    receivedAt: received_at,
    body: JSON.parse(body) as EventBody,
  }));
}

/** The most events that are looked through to see whether somebody read. */
const MOST_EVENTS = 2_000;

/** What these visitors looked at, by when they did. */
export async function pagesOf(db: Db, visitors: readonly string[]): Promise<StoredEvent[]> {
  if (visitors.length === 0) return [];
  const rows = await db
    .selectFrom('events')
    .select(['id', 'kind', 'visitor', 'at', 'sent_at', 'received_at', 'body'])
    .where('visitor', 'in', visitors)
    .where('kind', 'in', ['page', 'engagement'])
    .orderBy('at')
    .orderBy('id')
    .limit(MOST_EVENTS)
    .execute();
  return rows.map(toStoredEvent);
}

export async function visitorsNamed(
  db: Db,
  generation: number,
  visitors: readonly string[],
): Promise<VisitorsTable[]> {
  return db
    .selectFrom('visitors')
    .selectAll()
    .where('generation', '=', generation)
    .where('visitor', 'in', visitors)
    .execute();
}

/** Writes visitors in place of what was counted of them. */
export async function saveVisitors(db: Db, rows: readonly VisitorsTable[]): Promise<void> {
  await db
    .insertInto('visitors')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['generation', 'visitor']).doUpdateSet((row) => ({
        last_at: row.ref('excluded.last_at'),
        path: row.ref('excluded.path'),
        touches: row.ref('excluded.touches'),
        has_read: row.ref('excluded.has_read'),
      })),
    )
    .execute();
}

/** Gives each source a place, the one it has or the next. Call with the counts locked. */
export async function placesOf(db: Db, sources: readonly string[]): Promise<Map<string, number>> {
  const wanted = [...new Set(sources)];
  const known = await db.selectFrom('visitor_sources').selectAll().where('source', 'in', wanted).execute();
  const places = new Map(known.map(({ source, place }) => [source, place]));
  const fresh = wanted.filter((source) => !places.has(source));
  if (fresh.length === 0) return places;
  const { next } = await db
    .selectFrom('visitor_sources')
    .select((row) => row.fn.coalesce(row.fn.max('place'), sql<number>`0`).as('next'))
    .executeTakeFirstOrThrow();
  const rows = fresh.map((source, index) => ({ source, place: next + 1 + index }));
  await db.insertInto('visitor_sources').values(rows).execute();
  for (const { source, place } of rows) places.set(source, place);
  return places;
}

/** Removes up to `limit` visitors of a count; false once there are none. */
export async function removeVisitors(db: Db, generation: number, limit: number): Promise<boolean> {
  const some = await db
    .selectFrom('visitors')
    .select('visitor')
    .where('generation', '=', generation)
    .limit(limit)
    .execute();
  if (some.length === 0) return false;
  await db
    .deleteFrom('visitors')
    .where('generation', '=', generation)
    .where(
      'visitor',
      'in',
      some.map(({ visitor }) => visitor),
    )
    .execute();
  return true;
}

export async function removeCount(db: Db, generation: number): Promise<void> {
  await db.deleteFrom('visitor_counts').where('generation', '=', generation).execute();
}

/** What is served now, as a text that changes with it. */
export async function visitorsVersion(db: Db): Promise<string> {
  const row = await db
    .selectFrom('visitor_counts')
    .selectAll()
    .where('state', '=', 'serving')
    .executeTakeFirst();
  return JSON.stringify(row ?? null);
}

/** Visitors that are no lead and came the same way; `day` is counted from 1970 on, in UTC. */
export type PathCount = { site: string | null; path: string; day: number; visitors: number };
/** Visitors that are no lead and came first on the same day from the same source. */
export type ArrivalCount = {
  site: string | null;
  source: number;
  day: number;
  visitors: number;
  interested: number;
  touches: number;
};
export type VisitorRows = {
  sources: Map<number, PackedSource>;
  paths: PathCount[];
  arrivals: ArrivalCount[];
};

/** Everything that reports know of visitors that are no lead: `day` of a path is that of its last touch. */
export async function readVisitors(db: Db): Promise<VisitorRows> {
  const sources = await db.selectFrom('visitor_sources').selectAll().execute();
  const day = (column: 'first_at' | 'last_at') => sql<number>`${sql.ref(column)} / 86400000`;
  const paths = await anonymous(db)
    .select(['site', 'path', day('last_at').as('day')])
    .select((row) => row.fn.countAll<string>().as('visitors'))
    .groupBy(['site', 'path', day('last_at')])
    .execute();
  const arrivals = await anonymous(db)
    .select(['site', 'first_source as source', day('first_at').as('day')])
    .select((row) => row.fn.countAll<string>().as('visitors'))
    .select(sql<string>`sum(case when touches > 1 or has_read = 1 then 1 else 0 end)`.as('interested'))
    .select((row) => row.fn.sum<string>('touches').as('touches'))
    .groupBy(['site', 'first_source', day('first_at')])
    .execute();
  return {
    sources: new Map(sources.map(({ place, source }) => [place, JSON.parse(source) as PackedSource])),
    paths: paths.map((row) => ({ ...row, visitors: Number(row.visitors) })),
    arrivals: arrivals.map((row) => ({
      ...row,
      visitors: Number(row.visitors),
      interested: Number(row.interested),
      touches: Number(row.touches),
    })),
  };
}

/** The key of lead_visitors begins with the visitor. */
const anonymous = (db: Db) =>
  db
    .selectFrom('visitors')
    .where('generation', '=', (query) =>
      query.selectFrom('visitor_counts').select('generation').where('state', '=', 'serving'),
    )
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('lead_visitors')
            .select('lead_visitors.visitor')
            .whereRef('lead_visitors.visitor', '=', 'visitors.visitor'),
        ),
      ),
    );
