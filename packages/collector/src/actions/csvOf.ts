import { csvCell } from '../domain/csvCell.ts';

/**
 * Rows of a report as CSV (RFC 4180), with a header. What is nested gets names such as `stages.mql`, lists of
 * named values too; text that a spreadsheet would take for a formula gets an apostrophe.
 */
export function csvOf(rows: readonly object[]): string {
  const flat = rows.map((row) => new Map(cellsOf('', row)));
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  const lines = flat.map((row) => columns.map((column) => cell(row.get(column) ?? null)).join(','));
  return [columns.map(cell).join(','), ...lines, ''].join('\r\n');
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
