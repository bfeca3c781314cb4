import { CsvError, parse } from 'csv-parse/sync';
import type { MarkovPath } from '../domain/attribution/index.ts';
import { UsageError } from './usage.ts';

const numbers = ['total_conversions', 'total_conversion_value', 'total_null'] as const;
const columns = ['path', ...numbers] as const;
type Column = (typeof columns)[number];

/** Files of one broken kind are broken in every row. */
const MOST_ERRORS = 20;

/** Counts are exact up to here, and sums of many rows stay far from infinity. */
const LARGEST = 1e15;

/**
 * Reads a CSV file of paths: `path` with channels separated by `>`, `total_conversions`, `total_conversion_value`,
 * `total_null`, in any order, separated by commas, semicolons or tabs. Throws a UsageError that names row and column
 * of what is wrong, the header being row 1.
 */
export function parsePaths(text: string, name: string): MarkovPath[] {
  const [header, ...rows] = records(text, name);
  const places = placesOf(header?.record ?? [], name);
  const errors: string[] = [];
  const paths = rows.map(({ record, info }) => {
    const wrong = (column: Column, what: string): void => {
      errors.push(`row ${info.lines}, ${column}: ${what}`);
    };
    return toPath((column) => record[places[column]]?.trim() ?? '', wrong);
  });
  if (errors.length > 0) throw new UsageError(toldOf(errors, name));
  return paths;
}

type Row = { record: string[]; info: { lines: number } };

function records(text: string, name: string): Row[] {
  const [delimiter = ','] = /[,;\t]/.exec(text.slice(0, text.indexOf('\n') + 1)) ?? [];
  const options = { bom: true, info: true, delimiter, relax_column_count: true, skip_empty_lines: true };
  try {
    return parse(text, options) as unknown as Row[];
  } catch (error) {
    if (error instanceof CsvError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}

function placesOf(header: readonly string[], name: string): Record<Column, number> {
  const names = header.map((cell) => cell.trim().toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new UsageError(`${name}: row 1: there is no column ${missing.join(', ')}`);
  const [path, total_conversions, total_conversion_value, total_null] = columns.map((column) =>
    names.indexOf(column),
  );
  return {
    path: path ?? 0,
    total_conversions: total_conversions ?? 0,
    total_conversion_value: total_conversion_value ?? 0,
    total_null: total_null ?? 0,
  };
}

function toPath(cell: (column: Column) => string, wrong: (column: Column, what: string) => void): MarkovPath {
  const channels = cell('path')
    .split('>')
    .map((channel) => channel.trim());
  const empty = channels.indexOf('');
  if (empty !== -1) wrong('path', channels.length === 1 ? 'is empty' : `its touch ${empty + 1} is empty`);
  const [conversions = 0, value = 0, nulls = 0] = numbers.map((column) => {
    const given = cell(column);
    const number = given === '' ? Number.NaN : Number(given);
    const mayBeNegative = column === 'total_conversion_value';
    if (!Number.isFinite(number))
      wrong(column, given === '' ? 'is empty' : `${quoted(given)} is not a number`);
    else if (number < 0 && !mayBeNegative) wrong(column, `${quoted(given)} is below 0`);
    else if (Math.abs(number) > LARGEST) wrong(column, `${quoted(given)} is larger than anything counted`);
    return number;
  });
  if (conversions === 0 && value !== 0 && Number.isFinite(value)) {
    wrong('total_conversion_value', 'is a value without a conversion');
  }
  return { channels, conversions, value, nulls };
}

const quoted = (given: string): string => JSON.stringify(given.slice(0, 40));

function toldOf(errors: readonly string[], name: string): string {
  const more = errors.length - MOST_ERRORS;
  const last = more > 0 ? [`and ${more} more`] : [];
  return [...errors.slice(0, MOST_ERRORS), ...last].map((error) => `${name}: ${error}`).join('\n');
}
