import {
  CompiledQuery,
  PostgresAdapter,
  sql,
  type CreateTableBuilder,
  type Kysely,
  type Transaction,
} from 'kysely';
import type { LeadId } from '../ids.ts';
import type { EventsTable, Schema } from './schema.ts';
import { storeEventsSql } from './postgresEvents.ts';
import { SqliteFileAdapter } from './sqlite.ts';
import type { StoredEvents } from './sqliteEvents.ts';

/** A database handle: the pool, or one transaction of it. */
export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

/** Every difference between SQLite and PostgreSQL stands in this file and in open.ts. */
const isPostgres = (db: Kysely<never> | Kysely<unknown> | Db): boolean =>
  db.getExecutor().adapter instanceof PostgresAdapter;

/** What a database and all its transactions have in common. */
export const sameDatabase = (db: Db): object => db.getExecutor().adapter;

/** The parts of a query builder that lock rows. */
type Lockable<Query> = { forUpdate: () => Query & { skipLocked: () => Query } };

/** Locks the chosen rows until the transaction ends. SQLite has one writer at a time and needs no lock. */
export function lockRows<Query extends Lockable<Query>>(db: Db, query: Query): Query {
  return isPostgres(db) ? query.forUpdate() : query;
}

/** Like {@link lockRows}, passing over rows that another process holds. */
export function lockFreeRows<Query extends Lockable<Query>>(db: Db, query: Query): Query {
  return isPostgres(db) ? query.forUpdate().skipLocked() : query;
}

/**
 * Keeps the rows of a SQLite table in the order of its key, which saves the hidden second tree.
 * https://www.sqlite.org/withoutrowid.html
 */
export function clusteredByKey<Name extends string, Column extends string>(
  db: Kysely<unknown>,
  table: CreateTableBuilder<Name, Column>,
): CreateTableBuilder<Name, Column> {
  return isPostgres(db) ? table : table.modifyEnd(sql`without rowid`);
}

/** Where tables are made: the first schema of the search path. SQLite has none. */
export async function currentSchema(db: Db): Promise<string | null> {
  if (!isPostgres(db)) return null;
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  return rows[0]?.schema ?? null;
}

/**
 * Inserts events, and the timers of the leads that they tell something new about, in a transaction of their
 * own; on PostgreSQL that is one statement, one round trip. `nowMs` is when those leads are due.
 */
export async function storeEvents(
  db: Db,
  rows: readonly EventsTable[],
  nowMs: number,
): Promise<StoredEvents> {
  const { adapter } = db.getExecutor();
  if (!(adapter instanceof SqliteFileAdapter)) return storeInPostgres(db, rows, nowMs);
  return db.transaction().execute(async () => adapter.insertEvents(rows, nowMs));
}

async function storeInPostgres(db: Db, rows: readonly EventsTable[], nowMs: number): Promise<StoredEvents> {
  const query = CompiledQuery.raw(storeEventsSql, [JSON.stringify(rows), nowMs]);
  const answer = await db.executeQuery<{ id: string | null; lead_id: LeadId | null }>(query);
  return {
    fresh: answer.rows.flatMap((row) => row.id ?? []),
    leads: [...new Set(answer.rows.flatMap((row) => row.lead_id ?? []))],
  };
}

/** SQLite has one writer at a time. */
export const canWriteInParallel = (db: Db): boolean => isPostgres(db);

/** Any number that nothing else in the database uses. */
const LEASES_LOCK = 4_712_009;

/**
 * Lets one transaction lease at a time, so that what is decided about a channel is decided by one state of
 * it. SQLite has one writer at a time.
 */
export async function lockLeases(db: Db): Promise<void> {
  if (isPostgres(db)) await sql`select pg_advisory_xact_lock(${LEASES_LOCK}::bigint)`.execute(db);
}
