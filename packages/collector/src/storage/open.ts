import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Dialect,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import pg from 'pg';
import type { Db } from './dialect.ts';
import type { Schema } from './schema.ts';

/** How long one statement may take before its connection is given up, in milliseconds. */
const STATEMENT_MS = 2_000;
/** How long a start may take to connect and a migration to run. */
const MIGRATION_MS = 600_000;

export type OpenOptions = {
  /** Called when an idle PostgreSQL connection breaks; the pool replaces it by itself. */
  onError?: (error: Error) => void;
  /** For migrations, which may take long. */
  patient?: boolean;
};

/**
 * Opens `file:./path` (SQLite) or `postgres://…` (PostgreSQL). Creates the folder of a SQLite file.
 * Throws when the URL is of neither kind or the file cannot be opened; PostgreSQL connects at the first query.
 */
export function openDatabase(url: string, options: OpenOptions = {}): Db {
  return new Kysely<Schema>({ dialect: dialectFor(url, options) });
}

function dialectFor(url: string, options: OpenOptions): Dialect {
  if (url.startsWith('file:')) return sqliteDialect(url.slice('file:'.length));
  if (/^postgres(ql)?:\/\//.test(url)) return postgresDialect(url, options);
  throw new Error('must start with file: or postgres://');
}

function sqliteDialect(path: string): Dialect {
  mkdirSync(dirname(path), { recursive: true });
  const database = new BetterSqlite3(path, { timeout: 800 });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const config = { database: withStatementCache(database) };
  const dialect = new SqliteDialect(config);
  dialect.createDriver = () => new ImmediateSqliteDriver(config);
  return dialect;
}

/** Kysely prepares a statement a call; keeping them is worth a third of ingest's time. */
function withStatementCache(database: BetterSqlite3.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  const prepare = (sql: string): SqliteStatement => {
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size >= 500) statements.clear();
    const statement = database.prepare(sql) as unknown as SqliteStatement;
    statements.set(sql, statement);
    return statement;
  };
  return { prepare, close: () => void database.close() };
}

/**
 * Takes the write lock when a transaction begins. A deferred one that first reads and then writes fails
 * with SQLITE_BUSY when another process wrote in between: https://www.sqlite.org/lang_transaction.html
 */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

function postgresDialect(url: string, { onError, patient = false }: OpenOptions): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: patient ? MIGRATION_MS : STATEMENT_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: { getTypeParser: parserFor },
    Client: patient ? pg.Client : ImpatientClient,
  });
  pool.on('error', (error) => onError?.(error));
  return new PostgresDialect({ pool });
}

const INT8 = 20;
const parserFor = ((oid: number, format?: 'text' | 'binary') =>
  oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;

/**
 * Breaks its connection when a statement is not answered in time, so that a frozen server costs one
 * connection and not the pool. (pg's own `query_timeout` leaves the connection waiting.)
 */
class ImpatientClient extends pg.Client {
  override query(...query: never[]): never {
    const answer = (super.query as (...query: never[]) => unknown)(...query);
    if (answer instanceof Promise) this.breakUnlessAnswered(answer);
    return answer as never;
  }

  private breakUnlessAnswered(answer: Promise<unknown>): void {
    const timer = setTimeout(
      () => this.socket.destroy(new Error('the database does not answer')),
      STATEMENT_MS,
    );
    const stop = (): void => clearTimeout(timer);
    answer.then(stop, stop);
  }

  private get socket(): { destroy: (error: Error) => void } {
    return (this as unknown as { connection: { stream: { destroy: (error: Error) => void } } }).connection
      .stream;
  }
}
