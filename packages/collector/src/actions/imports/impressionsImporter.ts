import { impressionsCell, spendDimensions, type ImpressionsCell } from '@headwater/contract';
import { impressionsCellId, impressionsOutcomes, storeImpressions } from '../impressions.ts';
import type { Cells } from './columns.ts';
import { checked, type Importer, type Read } from './importer.ts';
import { changing, checkNamed, dimensionIn, replaced } from './namedCell.ts';

const columns = {
  known: ['period', 'day', 'month', ...spendDimensions, 'by', 'key', 'count', 'impressions'],
  required: [],
  oneOf: [...spendDimensions, 'key'],
};

/** How often things were shown. A file that names one number twice means their sum, and should say so. */
export function impressionsImporter({ by }: { by: string }): Importer<ImpressionsCell, ImpressionsCell> {
  return {
    columns,
    rowsAtOnce: 250,
    read: readImpressions,
    check: checkNamed<ImpressionsCell>(impressionsCellId, ' and period'),
    fresh: async (db, rows) => changing(rows, await impressionsOutcomes(db, rows)).map(impressionsCellId),
    apply: async (tx, rows) => replaced(await storeImpressions(tx, rows, by)),
  };
}

/** A whole number as spreadsheets write it: `10000`, `10,000`, `10.000` or `10 000`. */
const wholeNumber = /^\d{1,3}([,.'\u00a0\u202f ]\d{3})*$|^\d+$/;

function readImpressions(cells: Cells): Read<ImpressionsCell> {
  const period = cells['period'] ?? cells['day'] ?? cells['month'] ?? '';
  const count = cells['count'] ?? cells['impressions'] ?? '';
  const what = dimensionIn(cells);
  if ('error' in what) return { errors: [what.error] };
  const column = cells['count'] === undefined && cells['impressions'] !== undefined ? 'impressions' : 'count';
  if (!wholeNumber.test(count)) return { errors: [{ column, reason: 'is no whole number' }] };
  const cell = { ...what, period, count: Number(count.replaceAll(/\D/g, '')) };
  return checked(impressionsCell, cell, (field) => (field === 'count' ? column : field));
}
