import type { z } from 'zod';
import { parse, v5 } from 'uuid';
import type { LeadId } from '../../ids.ts';
import type { Db } from '../../storage/dialect.ts';
import type { InTransaction } from '../deps.ts';
import type { CellError, Cells, Columns } from './columns.ts';

export type Read<Row> = { row: Row } | { errors: CellError[] };
export type Numbered<Row> = { number: number; row: Row };
/** Rows that can be stored, and why others cannot. */
export type Checked<Row> = { ready: Numbered<Row>[]; errors: (CellError & { number: number })[] };
/** What some rows did; `leads` are those that are to be looked at again. */
export type Applied = { imported: number; unchanged: number; leads: LeadId[] };

/** How one kind of file is understood, first by the row, then by what the database knows, then stored. A row is what JSON can say. */
export type Importer<Row, Ready> = {
  columns: Columns;
  /** How many rows are stored in one transaction; others wait that long. */
  rowsAtOnce: number;
  read: (cells: Cells, nowMs: number) => Read<Row>;
  /** Checking the same row twice says the same, unless the database changed. */
  check: (db: Db, rows: Numbered<Row>[]) => Promise<Checked<Ready>>;
  /** What rows that are stored together have in common; without it they are stored as they stand in the file. */
  placeOf?: (row: Ready) => string;
  /** The ids of the rows that would change something: what apply would import, two of one id once. Stores nothing. */
  fresh: (db: Db, rows: readonly Ready[]) => Promise<string[]>;
  apply: (tx: InTransaction, rows: readonly Ready[]) => Promise<Applied>;
};

/** Any UUID: it keeps our ids apart from those that others derive in the same way. */
const namespace = parse('5b3c0d0e-7f0a-5d4c-9a51-0c6f1d0b7a42');

/** The id of a row by what it says: the same row has it in every file (RFC 9562, version 5). */
export const rowId = (...said: unknown[]): string => v5(Buffer.from(JSON.stringify(said)), namespace);

/** Checks a row by the schema of the interface; `columnOf` says where a field stands in the file. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  columnOf: (field: string) => string,
): Read<z.output<Schema>> {
  const result = schema.safeParse(value);
  if (result.success) return { row: result.data };
  return {
    errors: result.error.issues.map(({ path, message }) => ({
      column: columnOf(String(path[0] ?? '')),
      reason: message,
    })),
  };
}
