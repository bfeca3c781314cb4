import { sql } from 'kysely';
import type { EventBody } from '../domain/event.ts';
import { lockRows, type Db } from './dialect.ts';
import type { TagTalliesTable } from './sourceTables.ts';

const ID = 'touches';

/** Where counting stands: everything received up to there, and of that moment up to the id, is counted. */
export type TallyCursor = { receivedAt: number; event: string };
export type CountableTouch = {
  id: string;
  kind: string;
  site: string | null;
  receivedAt: number;
  body: EventBody;
};

/** The words of the index events_touches: only in these does a database recognise it. */
export const isTouch = sql<boolean>`kind not in ('page', 'engagement', 'event')`;

/** Nobody else counts until the transaction ends. */
export async function lockTallyCursor(db: Db): Promise<TallyCursor> {
  await db
    .insertInto('tally_cursors')
    .values({ id: ID, received_at: -1, event: '' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const query = db.selectFrom('tally_cursors').selectAll().where('id', '=', ID);
  const { received_at, event } = await lockRows(db, query).executeTakeFirstOrThrow();
  return { receivedAt: received_at, event };
}

export async function findTallyCursor(db: Db): Promise<TallyCursor> {
  const row = await db.selectFrom('tally_cursors').selectAll().where('id', '=', ID).executeTakeFirst();
  return { receivedAt: row?.received_at ?? -1, event: row?.event ?? '' };
}

export async function saveTallyCursor(db: Db, { receivedAt, event }: TallyCursor): Promise<void> {
  await db
    .updateTable('tally_cursors')
    .set({ received_at: receivedAt, event })
    .where('id', '=', ID)
    .execute();
}

/** Up to `limit` touches after the cursor that were received until then, in the order in which they are counted. */
export async function touchesAfter(
  db: Db,
  { receivedAt, event }: TallyCursor,
  untilMs: number,
  limit: number,
): Promise<CountableTouch[]> {
  const rows = await db
    .selectFrom('events')
    .select(['id', 'kind', 'site', 'received_at', 'body'])
    .where(isTouch)
    .where('received_at', '>=', receivedAt)
    .where('received_at', '<=', untilMs)
    .where((row) => row.or([row('received_at', '>', receivedAt), row('id', '>', event)]))
    .orderBy('received_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    site: row.site,
    receivedAt: row.received_at,
    body: JSON.parse(row.body) as EventBody,
  }));
}

/** Adds to what was counted of the same tags on the same day. */
export async function addTallies(db: Db, rows: readonly TagTalliesTable[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('tag_tallies')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((row) => ({ touches: sql`${row.ref('tag_tallies.touches')} + excluded.touches` })),
    )
    .execute();
}

export type SourceTally = { spelling: string; touches: number; firstAt: number };

/** Up to `limit` sources as they were written, with how often and since when; the most frequent first. */
async function sourcesGiven(db: Db, limit: number): Promise<SourceTally[]> {
  const rows = await db
    .selectFrom('tag_tallies')
    .select(['source', (row) => row.fn.sum<string>('touches').as('touches')])
    .select((row) => row.fn.min('first_at').as('first_at'))
    .where('source', 'is not', null)
    .groupBy('source')
    .orderBy((row) => row.fn.sum('touches'), 'desc')
    .orderBy('source')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    spelling: row.source ?? '',
    touches: Number(row.touches),
    firstAt: row.first_at,
  }));
}

export type LinkTally = { site: string | null; path: string; tags: string; touches: number };

/** The links by which people came on days from `fromMs` until before `toMs`. */
async function linksBetween(
  db: Db,
  fromMs: number,
  toMs: number,
  site: string | undefined,
): Promise<LinkTally[]> {
  let query = db
    .selectFrom('tag_tallies')
    .select(['site', 'path', 'tags', (row) => row.fn.sum<string>('touches').as('touches')])
    .where('day', '>=', fromMs)
    .where('day', '<', toMs)
    .where('path', 'is not', null)
    .groupBy(['site', 'path', 'tags']);
  if (site !== undefined) query = query.where('site', '=', site);
  const rows = await query.execute();
  return rows.map((row) => ({ ...row, path: row.path ?? '', touches: Number(row.touches) }));
}

/** What is added up over all tallies; with tens of thousands of them that takes SQLite a tenth of a second. */
export type TallySums = {
  linksBetween: (fromMs: number, toMs: number, site: string | undefined) => Promise<LinkTally[]>;
  sourcesGiven: (limit: number) => Promise<SourceTally[]>;
};

export const tallySums = (db: Db): TallySums => ({
  linksBetween: (...asked) => linksBetween(db, ...asked),
  sourcesGiven: (limit) => sourcesGiven(db, limit),
});

/** How many leads have each of these as their original source; those of none are left out. */
export async function leadsBySource(db: Db, names: readonly string[]): Promise<Map<string | null, number>> {
  if (names.length === 0) return new Map();
  const rows = await db
    .selectFrom('leads')
    .select(['source', (row) => row.fn.countAll<number>().as('leads')])
    .where('source', 'in', names)
    .where('merged_into', 'is', null)
    .groupBy('source')
    .execute();
  return new Map(rows.map((row) => [row.source, row.leads]));
}
