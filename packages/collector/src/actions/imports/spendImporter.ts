import { spendCell, spendDimensions, spendKinds, type SpendCell } from '@headwater/contract';
import { readAmount } from '../../domain/money.ts';
import { spendCellId, spendOutcomes, storeSpend } from '../spend.ts';
import type { CellError, Cells } from './columns.ts';
import { checked, type Importer, type Read } from './importer.ts';
import { changing, checkNamed, dimensionIn, replaced } from './namedCell.ts';

const columns = {
  known: ['month', ...spendDimensions, 'by', 'key', 'kind', 'amount', 'currency'],
  required: ['month', 'kind', 'amount', 'currency'],
  oneOf: [...spendDimensions, 'key'],
};

/** What sources, channels and campaigns cost. A file that names one cost twice means their sum, and should say so. */
export function spendImporter({ by }: { by: string }): Importer<SpendCell, SpendCell> {
  return {
    columns,
    rowsAtOnce: 500,
    read: readSpend,
    check: checkNamed<SpendCell>(spendCellId, ', month and kind'),
    fresh: async (db, rows) => changing(rows, await spendOutcomes(db, rows)).map(spendCellId),
    apply: async (tx, rows) => replaced(await storeSpend(tx, rows, by)),
  };
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
