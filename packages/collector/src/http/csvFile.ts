import type { Context } from 'hono';
import { csvOf } from '../actions/csvOf.ts';

/** What is written already, as a CSV file that a browser saves under this name. */
export const csvFile = (c: Context, name: string, written: string | Uint8Array<ArrayBuffer>): Response =>
  c.body(written, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  });

/** Rows as such a file. */
export const sendCsv = (c: Context, name: string, rows: readonly object[]): Response =>
  csvFile(c, name, csvOf(rows));
