import {
  CompiledQuery,
  PostgresAdapter,
  sql,
  type CreateTableBuilder,
  type Kysely,
  type Transaction,
} from 'kysely';
import type { EventsTable, Schema } from './schema.ts';

/** A database handle: the pool, or one transaction of it. */
export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

/** Every difference between SQLite and PostgreSQL stands in this file and in open.ts. */
const isPostgres = (db: Kysely<never> | Kysely<unknown> | Db): boolean =>
  db.getExecutor().adapter instanceof PostgresAdapter;

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

const columns = ['id', 'site', 'visitor', 'lead_id', 'kind', 'at', 'sent_at', 'received_at', 'body'] as const;

/**
 * Inserts events and returns the ids that were new. The hot path of ingest, so the SQL is made once:
 * compiling a query with hundreds of values costs more than running it.
 */
export async function insertEvents(db: Db, rows: readonly EventsTable[]): Promise<string[]> {
  return isPostgres(db) ? insertIntoPostgres(db, rows) : insertIntoSqlite(db, rows);
}

const postgresInsert = `insert into events (${columns.join(', ')})
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[])
  on conflict (id) do nothing returning id`;

async function insertIntoPostgres(db: Db, rows: readonly EventsTable[]): Promise<string[]> {
  const arrays = columns.map((column) => rows.map((row) => row[column]));
  const answer = await db.executeQuery<{ id: string }>(CompiledQuery.raw(postgresInsert, arrays));
  return answer.rows.map((row) => row.id);
}

/** Rows a statement; below SQLite's 32,766 parameters and few enough texts to keep prepared. */
const CHUNK = 64;
const placeholders = `(${columns.map(() => '?').join(', ')})`;
const sqliteInserts = Array.from(
  { length: CHUNK + 1 },
  (_, count) =>
    `insert into events (${columns.join(', ')}) values ${Array(count).fill(placeholders).join(', ')} on conflict (id) do nothing returning id`,
);

async function insertIntoSqlite(db: Db, rows: readonly EventsTable[]): Promise<string[]> {
  const inserted: string[] = [];
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.slice(start, start + CHUNK);
    const values = chunk.flatMap((row) => columns.map((column) => row[column]));
    const text = sqliteInserts[chunk.length] ?? '';
    const answer = await db.executeQuery<{ id: string }>(CompiledQuery.raw(text, values));
    for (const row of answer.rows) inserted.push(row.id);
  }
  return inserted;
}

/** SQLite has one writer at a time. */
export const canWriteInParallel = (db: Db): boolean => isPostgres(db);
