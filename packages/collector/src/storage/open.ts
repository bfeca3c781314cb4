import { Kysely, type Dialect } from 'kysely';
import type { Db } from './dialect.ts';
import { postgresDialect } from './postgres.ts';
import type { Schema } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

export type OpenOptions = {
  /** Called when an idle PostgreSQL connection breaks; the pool replaces it by itself. */
  onError?: (error: Error) => void;
  /** How long a statement or a lock is waited for, in milliseconds, where that is not as usual. */
  waitMs?: number;
  /** For migrations, which may take long and wait long for their turn. */
  patient?: boolean;
  /** For those who never write: a SQLite file has to be there, and is opened for reading. */
  readOnly?: boolean;
  /** The most connections to PostgreSQL at once; ten where left out. */
  connections?: number;
};

/**
 * Opens `file:./path` (SQLite) or `postgres://…` (PostgreSQL). Creates the folder of a SQLite file.
 * Throws when the URL is of neither kind or the file cannot be opened; PostgreSQL connects at the first query.
 */
export function openDatabase(url: string, options: OpenOptions = {}): Db {
  return new Kysely<Schema>({ dialect: dialectFor(url, options) });
}

function dialectFor(url: string, options: OpenOptions): Dialect {
  if (url.startsWith('file:')) return sqliteDialect(url.slice('file:'.length), options);
  if (/^postgres(ql)?:\/\//.test(url)) return postgresDialect(url, options);
  throw new Error('must start with file: or postgres://');
}
