import { csvCell } from '../domain/csvCell.ts';

/**
 * Rows of a report as CSV (RFC 4180), with a header. What is nested gets names such as `stages.mql`, lists of
 * named values too; text that a spreadsheet would take for a formula gets an apostrophe.
 */
export function csvOf(rows: readonly object[]): string {
  const flat = rows.map((row) => new Map(cellsOf('', row)));
  const columns = columnsOf(flat);
  const lines = flat.map((row) => columns.map((column) => cell(row.get(column) ?? null)).join(','));
  return [columns.map(cell).join(','), ...lines, ''].join('\r\n');
}

/**
 * What is nothing in one row and nested in another, such as `margin` and `margin.amount`, is the nested columns
 * alone, where the other would stand: a file has the same columns in the same order whatever its first row is.
 */
function columnsOf(flat: readonly Map<string, Cell>[]): string[] {
  const seen = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  const isAbove = (above: string, column: string): boolean => column.startsWith(`${above}.`);
  const isEmpty = (column: string): boolean => flat.every((row) => (row.get(column) ?? '') === '');
  const places = new Map(seen.map((column, place) => [column, place]));
  for (const [place, above] of seen.entries())
    for (const column of seen)
      if (isAbove(above, column)) places.set(column, Math.min(place, places.get(column) ?? place));
  return seen
    .filter((column) => !isEmpty(column) || !seen.some((other) => isAbove(column, other)))
    .toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}

type Cell = string | number | boolean | null;

function cellsOf(name: string, value: unknown): [string, Cell][] {
  if (Array.isArray(value)) return listCells(name, value);
  if (typeof value !== 'object' || value === null) return [[name, value as Cell]];
  return Object.entries(value).flatMap(([key, part]) => cellsOf(name === '' ? key : `${name}.${key}`, part));
}

/** Amounts by their currency, rates by their stages, words in one cell, other lists by their place. */
function listCells(name: string, list: readonly unknown[]): [string, Cell][] {
  if (list.every((each) => typeof each === 'string')) return [[name, list.join(' > ')]];
  return list.flatMap((each, place) => {
    if (isAmount(each)) return [[`${name}.${each.currency}`, each.amount]] as [string, Cell][];
    if (isRate(each)) return [[`${name}.${each.from}-${each.to}`, each.rate]] as [string, Cell][];
    return cellsOf(`${name}.${place + 1}`, each);
  });
}

const isAmount = (value: unknown): value is { currency: string; amount: number } =>
  typeof value === 'object' && value !== null && 'currency' in value && 'amount' in value;
const isRate = (value: unknown): value is { from: string; to: string; rate: number | null } =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value && 'rate' in value;

function cell(value: Cell): string {
  if (value === null) return '';
  return typeof value === 'string' ? csvCell(value) : String(value);
}
