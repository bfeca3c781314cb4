import {
  CompiledQuery,
  PostgresAdapter,
  sql,
  type CreateTableBuilder,
  type Kysely,
  type RawBuilder,
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

/** An insertion of rows, in the words of both databases. */
export type RowsStatement = {
  table: string;
  columns: readonly string[];
  /** Further columns and what the database computes for each. */
  computed: readonly (readonly [column: string, sql: string])[];
  conflict: string;
  key: readonly string[];
};

/**
 * Writes rows in the order in which they are given, and answers those that were written: on SQLite one by one,
 * which nobody is asked over a network for, on PostgreSQL handed over as JSON.
 */
export async function writeRows<Row extends object>(
  db: Db,
  { table, columns, computed, conflict, key }: RowsStatement,
  rows: readonly Row[],
): Promise<Row[]> {
  const { adapter } = db.getExecutor();
  const into = `insert into ${table} (${[...columns, ...computed.map(([name]) => name)].join(', ')})`;
  const further = computed.map(([, value]) => value);
  const valuesOf = (row: Row, names: readonly string[]): unknown[] =>
    names.map((name) => (row as Record<string, unknown>)[name] ?? null);
  if (adapter instanceof SqliteFileAdapter) {
    if (!db.isTransaction) throw new Error('rows are written together, or not at all');
    const values = [...columns.map(() => '?'), ...further].join(', ');
    const given = rows.map((row) => valuesOf(row, columns));
    const isWritten = adapter.writeRows(`${into} values (${values}) ${conflict}`, given);
    return rows.filter((_row, index) => isWritten[index]);
  }
  const text = `${into} select ${[...columns, ...further].join(', ')} from json_populate_recordset(null::${table}, $1::json)
    ${conflict} returning ${key.join(', ')}`;
  const given = storableJson(rows);
  const answer = await db.executeQuery<Row>(CompiledQuery.raw(text, [given]));
  const nameOf = (row: Row): string => storableJson(valuesOf(row, key));
  const byName = new Map(rows.map((row) => [nameOf(row), row]));
  return answer.rows.flatMap((row) => byName.get(nameOf(row)) ?? []);
}

/**
 * JSON that PostgreSQL reads: half a character, as a text has that was cut within an emoji, is none to it. Handed
 * over as text it becomes U+FFFD, and so it does here.
 * https://www.postgresql.org/docs/18/datatype-json.html
 */
function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\\ud[89a-f]/.test(json)) return json;
  return JSON.stringify(value, (_name, one: unknown) => (typeof one === 'string' ? one.toWellFormed() : one));
}

/**
 * Whether a column is among the values: one parameter, however many they are, where `in` would be another statement
 * for each number of them.
 */
export function isAmong(db: Db, column: string, values: Iterable<string>): RawBuilder<boolean> {
  const all = [...new Set(values)];
  if (isPostgres(db)) return sql<boolean>`${sql.ref(column)} = any(${all}::text[])`;
  return sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(all)}))`;
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

/**
 * A number for a row that is being written, by which readers find what changed since they looked. On SQLite,
 * where transactions follow each other, the next of the table. On PostgreSQL the number of the transaction:
 * transactions commit in another order than they began, and the server knows which are still open.
 * https://www.postgresql.org/docs/18/functions-info.html#FUNCTIONS-INFO-SNAPSHOT
 */
export function rowRevision(db: Db, table: keyof Schema): RawBuilder<number> {
  if (isPostgres(db)) return sql<number>`pg_current_xact_id()::text::bigint`;
  return sql<number>`(select coalesce(max(revision), 0) + 1 from ${sql.table(table)})`;
}

/** Below this revision nothing will become visible any more. A replica answers by what it has replayed. */
export async function revisionHorizon(db: Db, table: keyof Schema): Promise<number> {
  const query = isPostgres(db)
    ? sql<{ at: number }>`select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as at`
    : sql<{ at: number }>`select coalesce(max(revision), 0) + 1 as at from ${sql.table(table)}`;
  const { rows } = await query.execute(db);
  return rows[0]?.at ?? 0;
}

/**
 * From this revision on no row can be new: what carries such a number came from another server, where more
 * transactions have been, and would be read again each time. SQLite has no such rows.
 */
export function revisionCeiling(db: Db): RawBuilder<number> | null {
  return isPostgres(db) ? sql<number>`(select pg_snapshot_xmax(pg_current_snapshot())::text::bigint)` : null;
}
