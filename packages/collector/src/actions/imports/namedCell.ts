import { spendDimensions } from '@headwater/contract';
import { spendKey, type SpendNames } from '../../domain/spendKey.ts';
import type { Db } from '../../storage/dialect.ts';
import { spendNames } from '../spendNames.ts';
import type { CellError, Cells } from './columns.ts';
import type { Applied, Checked, Numbered } from './importer.ts';

type Named = { by: (typeof spendDimensions)[number]; key: string };

/**
 * Checks rows about sources, channels and campaigns: each key gets the name that reports know, and one that names
 * the same as a row before, told by `idOf`, is refused. `same` says in words what they agree in.
 */
export function checkNamed<Row extends Named>(idOf: (row: Row) => string, same: string) {
  const rowOf = new Map<string, number>();
  const named = (
    { number, row }: Numbered<Row>,
    names: SpendNames,
  ): Numbered<Row> | (CellError & { number: number }) => {
    const found = spendKey(row.by, row.key, names);
    if ('reason' in found) return { number, column: row.by, reason: found.reason };
    const cell = { ...row, key: found.key };
    const id = idOf(cell);
    const before = rowOf.get(id) ?? number;
    rowOf.set(id, before);
    if (before === number) return { number, row: cell };
    return { number, column: null, reason: `row ${before} is about the same ${row.by}${same}: add them up` };
  };
  return async (db: Db, rows: readonly Numbered<Row>[]): Promise<Checked<Row>> => {
    const names = await spendNames(db);
    const all = rows.map((numbered) => named(numbered, names));
    return {
      ready: all.flatMap((each) => ('row' in each ? each : [])),
      errors: all.flatMap((each) => ('row' in each ? [] : each)),
    };
  };
}

/** The rows that would change what was said before. */
export const changing = <Row>(rows: readonly Row[], outcomes: readonly string[]): Row[] =>
  rows.filter((_row, index) => outcomes[index] !== 'unchanged');

/** What rows did that each replace what was said before. */
export function replaced(outcomes: readonly string[]): Applied {
  const unchanged = outcomes.filter((outcome) => outcome === 'unchanged').length;
  return { imported: outcomes.length - unchanged, unchanged, leads: [] };
}

export type Dimension = { by: string; key: string } | { error: CellError };

/** Either one of the columns source, channel and campaign is filled in, or `by` and `key`. */
export function dimensionIn({ by, key, ...cells }: Cells): Dimension {
  const given = spendDimensions.filter((name) => cells[name] !== undefined);
  const [first] = given;
  if (by !== undefined && key !== undefined && first === undefined) return { by: by.toLowerCase(), key };
  if (first === undefined || given.length > 1 || key !== undefined)
    return { error: { column: first ?? 'source', reason: 'give one of: source, channel, campaign' } };
  return { by: first, key: cells[first] ?? '' };
}
