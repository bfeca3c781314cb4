import type { Money } from '@headwater/contract';
import { moneyInWords } from './money-words.ts';

/** A report as a table: a heading in words for each column, and a text for each cell. */
export type ReportTable = { columns: string[]; lines: string[][] };

/** The first columns are what a report is read for; more do not fit on a screen. The CSV file has all. */
const MOST_COLUMNS = 12;

/** The rows of any report, nested values under names such as `stages mql`. Numbers keep three decimals. */
export function reportTable(rows: readonly object[]): ReportTable {
  const flat = rows.map((row) => new Map(cellsOf('', row)));
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))].slice(0, MOST_COLUMNS);
  const lines = flat.map((row) => columns.map((column) => row.get(column) ?? '–'));
  return { columns: columns.map(inWords), lines };
}

/** `pointsOff` as people write it. */
const inWords = (name: string): string =>
  name.replaceAll(/(?<=[a-z])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);

function cellsOf(name: string, value: unknown): [string, string][] {
  if (Array.isArray(value)) return [[name, value.map((each) => textOf(each)).join(', ')]];
  if (isMoney(value) || typeof value !== 'object' || value === null) return [[name, textOf(value)]];
  return Object.entries(value).flatMap(([key, part]) => cellsOf(name === '' ? key : `${name} ${key}`, part));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return numbers.format(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (isMoney(value)) return moneyInWords(value);
  if (typeof value !== 'object') return '';
  return 'message' in value ? String(value.message) : Object.values(value).map(textOf).join(' ');
}

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
