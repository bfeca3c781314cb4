import { PostgresDialect, type Dialect } from 'kysely';
import pg from 'pg';
import type { OpenOptions } from './open.ts';
import { storeEventsSql } from './postgresEvents.ts';

/** How long one statement may take before its connection is given up, in milliseconds. */
const STATEMENT_MS = 2_000;
/** How long a start may take to connect and a migration to run. */
const MIGRATION_MS = 600_000;

/** PostgreSQL through a pool whose connections are given up when the server does not answer. */
export function postgresDialect(
  url: string,
  { onError, waitMs = STATEMENT_MS, patient = false, connections = 10 }: OpenOptions,
): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: patient ? MIGRATION_MS : waitMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: { getTypeParser: parserFor },
    Client: patient ? pg.Client : impatientClient(waitMs),
  });
  pool.on('error', (error) => onError?.(error));
  // the pool listens only while a connection is idle; unheard, an error between two statements of a
  // transaction would end the process. The next statement fails by itself.
  pool.on('connect', (client) => client.on('error', () => {}));
  return new PostgresDialect({ pool });
}

const INT8 = 20;
const parserFor = ((oid: number, format?: 'text' | 'binary') =>
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- an enum that does not name every type
  oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;

/**
 * The hot statement of ingest is planned once a connection, which is a third of its time. The others are not:
 * a plan that is kept breaks when a migration changes its table.
 */
function prepared([text, values]: unknown[]): unknown[] {
  return text === storeEventsSql ? [{ name: 'store_events', text, values }] : [text, values];
}

/**
 * Breaks its connection when a statement is not answered in time, so that a frozen server costs one
 * connection and not the pool. (pg's own `query_timeout` leaves the connection waiting.)
 */
const impatientClient = (waitMs: number): typeof pg.Client =>
  class extends pg.Client {
    override query(...query: never[]): never {
      const answer = (super.query as (...query: unknown[]) => unknown)(...prepared(query));
      if (answer instanceof Promise) {
        const stop = this.breakIn(waitMs);
        answer.then(stop, stop);
      }
      return answer as never;
    }

    /** Says goodbye, and does not wait for a server that does not say it too. */
    override end(...callback: never[]): never {
      this.once('end', this.breakIn(STATEMENT_MS));
      return (super.end as (...callback: never[]) => unknown)(...callback) as never;
    }

    private breakIn(ms: number): () => void {
      const timer = setTimeout(() => this.socket.destroy(new Error('the database does not answer')), ms);
      return () => clearTimeout(timer);
    }

    private get socket(): { destroy: (error: Error) => void } {
      return (this as unknown as { connection: { stream: { destroy: (error: Error) => void } } }).connection
        .stream;
    }
  };
