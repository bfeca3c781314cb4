import { impressionsCell, spendDimensions, type ImpressionsCell } from '@headwater/contract';
import { spendKey } from '../../domain/spendKey.ts';
import { impressionsCellId, storeImpressions } from '../impressions.ts';
import { settingsValue } from '../settings.ts';
import type { CellError, Cells } from './columns.ts';
import { checked, type Importer, type Numbered, type Read } from './importer.ts';

const columns = {
  known: ['period', 'day', 'month', ...spendDimensions, 'by', 'key', 'count', 'impressions'],
  required: [],
  oneOf: [...spendDimensions, 'key'],
};

/** How often things were shown. A file that names one number twice means their sum, and should say so. */
export function impressionsImporter({ by }: { by: string }): Importer<ImpressionsCell, ImpressionsCell> {
  const rowOf = new Map<string, number>();
  return {
    columns,
    rowsAtOnce: 250,
    read: readImpressions,
    check: async (db, rows) => {
      const { aliases } = await settingsValue(db, 'sources');
      const named = rows.map((numbered) => withKey(numbered, aliases, rowOf));
      return {
        ready: named.flatMap((each) => ('row' in each ? each : [])),
        errors: named.flatMap((each) => ('row' in each ? [] : each)),
      };
    },
    apply: async (tx, rows) => {
      const outcomes = await storeImpressions(tx, rows, by);
      const unchanged = outcomes.filter((outcome) => outcome === 'unchanged').length;
      return { imported: rows.length - unchanged, unchanged, leads: [] };
    },
  };
}

function withKey(
  { number, row }: Numbered<ImpressionsCell>,
  aliases: Readonly<Record<string, string>>,
  rowOf: Map<string, number>,
): Numbered<ImpressionsCell> | (CellError & { number: number }) {
  const found = spendKey(row.by, row.key, aliases);
  if ('reason' in found) return { number, column: row.by, reason: found.reason };
  const cell = { ...row, key: found.key };
  const id = impressionsCellId(cell);
  const before = rowOf.get(id);
  rowOf.set(id, before ?? number);
  if (before === undefined || before === number) return { number, row: cell };
  return {
    number,
    column: null,
    reason: `row ${before} is about the same ${row.by} and period: add them up`,
  };
}

/** A whole number as spreadsheets write it: `10000`, `10,000`, `10.000` or `10 000`. */
const wholeNumber = /^\d{1,3}([,.'\u00a0\u202f ]\d{3})*$|^\d+$/;

function readImpressions(cells: Cells): Read<ImpressionsCell> {
  const period = cells['period'] ?? cells['day'] ?? cells['month'] ?? '';
  const count = cells['count'] ?? cells['impressions'] ?? '';
  const given = spendDimensions.filter((name) => cells[name] !== undefined);
  const [first] = given;
  const isNamed = cells['by'] !== undefined && cells['key'] !== undefined;
  if (given.length > 1 || (first === undefined) !== isNamed)
    return { errors: [{ column: first ?? 'source', reason: 'give one of: source, channel, campaign' }] };
  const column = cells['count'] === undefined && cells['impressions'] !== undefined ? 'impressions' : 'count';
  if (!wholeNumber.test(count)) return { errors: [{ column, reason: 'is no whole number' }] };
  const cell = {
    period,
    by: first ?? cells['by']?.toLowerCase(),
    key: (first === undefined ? cells['key'] : cells[first]) ?? '',
    count: Number(count.replaceAll(/\D/g, '')),
  };
  return checked(impressionsCell, cell, (field) => (field === 'count' ? column : field));
}
