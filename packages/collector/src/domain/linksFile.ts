import type { LinksReport } from '@headwater/contract';

const columns = ['site', 'path', 'source', 'medium', 'campaign', 'content', 'term', 'channel'] as const;

/** The report as CSV (RFC 4180), one line a link, the totals last. */
export function linksFile({ rows, totals }: LinksReport): string {
  const lines = rows.map((row) => [
    ...columns.map((column) => cell(row[column] ?? '')),
    String(row.touches),
    cell([...new Set(row.problems.map(({ fault }) => fault))].join(' ')),
    cell(row.problems.map(({ path, message }) => `${path} ${message}`).join('; ')),
  ]);
  const total = ['total', ...columns.slice(1).map(() => ''), String(totals.touches), '', ''];
  const head = [...columns, 'touches', 'faults', 'what_to_do'];
  return [head, ...lines, total].map((line) => `${line.join(',')}\r\n`).join('');
}

/** Text from outside that a spreadsheet would take for a formula gets an apostrophe. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
