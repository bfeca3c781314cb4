import type { RawBuilder } from 'kysely';
import { writeRows, type Db } from './dialect.ts';
import type { Schema } from './schema.ts';

export type Insertion<Row> = {
  /** The columns by which a row is known; where one is there, it stays unless there is something to `update`. */
  key: readonly (keyof Row & string)[];
  update?: readonly (keyof Row & string)[];
  /** The update is made only where one of these columns says something else. */
  whereChanged?: readonly (keyof Row & string)[];
  /** What the database itself computes for each row. */
  computed?: Readonly<Record<string, RawBuilder<unknown>>>;
};

/**
 * Inserts any number of rows by one statement that is always the same, and answers the keys of those that were
 * written, each once. A statement with a place for each value of each row would be another one for each number
 * of rows, and take longer to write and to read than to do.
 */
export async function insertRows<Table extends keyof Schema, Row extends Partial<Schema[Table]>>(
  db: Db,
  table: Table,
  rows: readonly Row[],
  { key, update = [], whereChanged = [], computed = {} }: Insertion<Row>,
): Promise<Row[]> {
  if (rows.length === 0) return [];
  const columns = Object.keys(rows[0] ?? {});
  const set = [...update, ...Object.keys(computed)].map((column) => `${column} = excluded.${column}`);
  const changed = whereChanged.map((column) => `${table}.${column} is distinct from excluded.${column}`);
  const where = changed.length > 0 ? ` where ${changed.join(' or ')}` : '';
  const then = update.length > 0 ? `do update set ${set.join(', ')}${where}` : 'do nothing';
  const written = Object.entries(computed).map(([name, value]) => [name, value.compile(db).sql] as const);
  const conflict = `on conflict (${key.join(', ')}) ${then}`;
  return writeRows(db, { table, columns, computed: written, conflict, key }, rows);
}
