import { spendCell, spendDimensions, spendKinds, type SpendCell } from '@headwater/contract';
import { readAmount } from '../../domain/money.ts';
import { spendKey } from '../../domain/spendKey.ts';
import { settingsValue } from '../settings.ts';
import { spendCellId, storeSpend } from '../spend.ts';
import type { CellError, Cells } from './columns.ts';
import { checked, type Importer, type Numbered, type Read } from './importer.ts';

const columns = {
  known: ['month', ...spendDimensions, 'by', 'key', 'kind', 'amount', 'currency'],
  required: ['month', 'kind', 'amount', 'currency'],
  oneOf: [...spendDimensions, 'key'],
};

/** What sources, channels and campaigns cost. A file that names one cost twice means their sum, and should say so. */
export function spendImporter({ by }: { by: string }): Importer<SpendCell, SpendCell> {
  const rowOf = new Map<string, number>();
  return {
    columns,
    rowsAtOnce: 500,
    read: readSpend,
    check: async (db, rows) => {
      const { aliases } = await settingsValue(db, 'sources');
      const named = rows.map((numbered) => withKey(numbered, aliases, rowOf));
      return {
        ready: named.flatMap((each) => ('row' in each ? each : [])),
        errors: named.flatMap((each) => ('row' in each ? [] : each)),
      };
    },
    apply: async (tx, rows) => {
      const outcomes = await storeSpend(tx, rows, by);
      const unchanged = outcomes.filter((outcome) => outcome === 'unchanged').length;
      return { imported: rows.length - unchanged, unchanged, leads: [] };
    },
  };
}

function withKey(
  { number, row }: Numbered<SpendCell>,
  aliases: Readonly<Record<string, string>>,
  rowOf: Map<string, number>,
): Numbered<SpendCell> | (CellError & { number: number }) {
  const found = spendKey(row.by, row.key, aliases);
  if ('reason' in found) return { number, column: row.by, reason: found.reason };
  const cell = { ...row, key: found.key };
  const id = spendCellId(cell);
  const before = rowOf.get(id);
  rowOf.set(id, before ?? number);
  if (before === undefined || before === number) return { number, row: cell };
  const reason = `row ${before} is about the same ${row.by}, month and kind: add them up`;
  return { number, column: null, reason };
}

function readSpend(cells: Cells): Read<SpendCell> {
  const { kind = '', amount = '', currency = '', month = '' } = cells;
  const what = dimensionIn(cells);
  const money = readAmount(amount, currency.toUpperCase());
  const errors: CellError[] = [];
  if ('error' in what) errors.push(what.error);
  if ('wrong' in money) errors.push({ column: money.wrong, reason: money.reason });
  const cell = checked(
    spendCell,
    {
      ...('error' in what ? { by: 'source', key: '-' } : what),
      month,
      kind: kind.toLowerCase(),
      amount: 'money' in money ? money.money : { amount: 0, currency: 'EUR' },
    },
    (field) => field,
  );
  if ('errors' in cell) errors.push(...cell.errors.map(explained));
  return errors.length > 0 || 'errors' in cell ? { errors } : cell;
}

const explained = (error: CellError): CellError =>
  error.column === 'kind' ? { ...error, reason: `is none of: ${spendKinds.join(', ')}` } : error;

type Dimension = { by: string; key: string } | { error: CellError };

/** Either one of the columns source, channel and campaign is filled in, or `by` and `key`. */
function dimensionIn({ by, key, ...cells }: Cells): Dimension {
  const given = spendDimensions.filter((name) => cells[name] !== undefined);
  const [first] = given;
  if (by !== undefined && key !== undefined && first === undefined) return { by: by.toLowerCase(), key };
  if (first === undefined || given.length > 1 || key !== undefined)
    return { error: { column: first ?? 'source', reason: 'give one of: source, channel, campaign' } };
  return { by: first, key: cells[first] ?? '' };
}
