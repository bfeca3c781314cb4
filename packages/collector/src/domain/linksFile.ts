import type { LinksReport } from '@headwater/contract';
import { csvCell } from './csvCell.ts';

const columns = ['site', 'path', 'source', 'medium', 'campaign', 'content', 'term', 'channel'] as const;

/** The report as CSV (RFC 4180), one line a link. */
export function linksFile({ rows }: Pick<LinksReport, 'rows'>): string {
  const lines = rows.map((row) => [
    ...columns.map((column) => csvCell(row[column] ?? '')),
    String(row.touches),
    csvCell([...new Set(row.problems.map(({ fault }) => fault))].join(' ')),
    csvCell(row.problems.map(({ path, message }) => `${path} ${message}`).join('; ')),
  ]);
  const head = [...columns, 'touches', 'faults', 'what_to_do'];
  return [head, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}
