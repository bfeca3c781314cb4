import type { Database, Statement } from 'better-sqlite3';

/** Runs a statement once for each row, within the transaction that is open, and says for which it wrote something. */
export type RowStore = (sql: string, rows: readonly (readonly unknown[])[]) => boolean[];

export function createRowStore(file: Database): RowStore {
  const statements = new Map<string, Statement<readonly unknown[]>>();
  return (sql, rows) => {
    // a handful, each written for a table
    const statement = statements.get(sql) ?? file.prepare<readonly unknown[]>(sql);
    statements.set(sql, statement);
    return rows.map((row) => statement.run(row).changes > 0);
  };
}
