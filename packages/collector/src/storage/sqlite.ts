import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { OpenOptions } from './open.ts';
import { createEventStore, type EventStore } from './sqliteEvents.ts';
import { createRowStore, type RowStore } from './sqliteRows.ts';

type File = BetterSqlite3.Database;

/** How long a file that another process has locked is waited for, in milliseconds. */
const PATIENCE_MS = 600;
const LOOK_AGAIN_MS = 5;
/** A start and a migration have time. */
const STARTING_MS = 60_000;
/** Statements kept prepared; preparing anew for each call is a third of ingest's time. */
const MOST_STATEMENTS = 500;

/** SQLite in one file, with its folder made. Throws when it cannot be opened. */
export function sqliteDialect(
  path: string,
  { waitMs = PATIENCE_MS, patient = false, readOnly = false }: OpenOptions,
): Dialect {
  if (!readOnly) mkdirSync(dirname(path), { recursive: true });
  const file = readOnly ? openToRead(path) : openFile(path);
  const connection = createConnection(file, patient ? STARTING_MS : waitMs);
  return {
    createAdapter: () => new SqliteFileAdapter(file),
    createDriver: () => createDriver(file, connection),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/**
 * For its owner alone, as the journal beside it will be: everybody's data is in there. One that is there is not
 * touched: closing it would take away the locks by which other programs know that this process has it open
 * (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 */
function makeFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
}

/** Reports read every row once: what would be kept of the file, 16 MiB as a rule, is not asked for again. */
function openToRead(path: string): File {
  const file = new BetterSqlite3(path, { readonly: true, timeout: 0 });
  file.pragma('cache_size = -2000');
  return file;
}

function openFile(path: string): File {
  makeFile(path);
  const file = new BetterSqlite3(path, { timeout: STARTING_MS });
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  file.pragma('foreign_keys = ON');
  // SQLite's own waiting would stop every other request of this process too
  file.pragma('busy_timeout = 0');
  // its own knows A to Z alone
  file.function('lower', { deterministic: true }, (text) =>
    text === null ? null : String(text).toLowerCase(),
  );
  return file;
}

/** What is particular to SQLite in one file. */
export class SqliteFileAdapter extends SqliteAdapter {
  readonly insertEvents: EventStore;
  readonly writeRows: RowStore;

  constructor(file: File) {
    super();
    this.insertEvents = createEventStore(file);
    this.writeRows = createRowStore(file);
  }

  /** A migration that is interrupted leaves nothing, and two processes may start at once. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

const begin = CompiledQuery.raw('begin immediate');
const commit = CompiledQuery.raw('commit');
const rollback = CompiledQuery.raw('rollback');

/**
 * One connection, whose users Kysely lets in one after the other. A transaction takes the write lock when it
 * begins: one that first reads and then writes would fail when another process wrote in between
 * (https://www.sqlite.org/lang_transaction.html).
 */
function createDriver(file: File, connection: DatabaseConnection): Driver {
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => void (await connection.executeQuery(begin)),
    commitTransaction: async () => void (await connection.executeQuery(commit)),
    rollbackTransaction: async () => {
      // a full disk has already rolled back: https://www.sqlite.org/lang_transaction.html
      if (file.inTransaction) await connection.executeQuery(rollback);
    },
    releaseConnection: async () => {},
    destroy: async () => void file.close(),
  };
}

/** Waits for a lock without stopping the process, and for everybody together: who comes late fails at once. */
function createConnection(file: File, patienceMs: number): DatabaseConnection {
  const statementFor = createStatementCache(file);
  let lockedSince: number | null = null;

  const execute = <Row>({ sql, parameters }: CompiledQuery): QueryResult<Row> => {
    const statement = statementFor(sql);
    if (statement.reader) return { rows: statement.all(parameters) as Row[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  };

  const executeQuery = async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
    for (;;) {
      try {
        const result = execute<Row>(query);
        lockedSince = null;
        return result;
      } catch (error) {
        if (!isLocked(error)) throw error;
        lockedSince ??= performance.now();
        if (performance.now() - lockedSince > patienceMs) throw error;
      }
      await pause(LOOK_AGAIN_MS);
    }
  };

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- Kysely's interface has it
  const streamQuery = async function* <Row>({ sql, parameters }: CompiledQuery) {
    for (const row of statementFor(sql).iterate(parameters)) yield { rows: [row as Row] };
  };

  return { executeQuery, streamQuery };
}

const isLocked = (error: unknown): boolean =>
  error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY');

function createStatementCache(file: File): (sql: string) => BetterSqlite3.Statement<readonly unknown[]> {
  const statements = new Map<string, BetterSqlite3.Statement<readonly unknown[]>>();
  return (sql) => {
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size >= MOST_STATEMENTS) statements.clear();
    const statement = file.prepare<readonly unknown[]>(sql);
    statements.set(sql, statement);
    return statement;
  };
}
