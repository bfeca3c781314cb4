import type { Context } from 'hono';
import { csvOf } from '../actions/csvOf.ts';

/** Rows as a CSV file that a browser saves under this name. */
export const sendCsv = (c: Context, name: string, rows: readonly object[]): Response =>
  c.body(csvOf(rows), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  });
