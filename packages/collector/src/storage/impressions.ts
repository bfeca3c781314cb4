import type { ImpressionsCell, ImpressionsCellName } from '@headwater/contract';
import type { Db } from './dialect.ts';
import type { ImpressionsTable } from './visitorTables.ts';

/** Every cell of the months from `fromMonth` to `toMonth`, both included, and of their days, in the order of their names. */
export async function impressionCells(
  db: Db,
  fromMonth: string,
  toMonth: string,
): Promise<ImpressionsCell[]> {
  const rows = await db
    .selectFrom('impressions')
    .selectAll()
    .where('period', '>=', fromMonth)
    // behind every day of the month
    .where('period', '<=', `${toMonth}-99`)
    .orderBy('period')
    .orderBy('dimension')
    .orderBy('key')
    .execute();
  return rows.map(toCell);
}

/** The cells of those names, and perhaps some of similar names. */
export async function impressionsNamed(
  db: Db,
  names: readonly ImpressionsCellName[],
): Promise<ImpressionsCell[]> {
  if (names.length === 0) return [];
  const rows = await db
    .selectFrom('impressions')
    .selectAll()
    .where('period', 'in', [...new Set(names.map(({ period }) => period))])
    .where('key', 'in', [...new Set(names.map(({ key }) => key))])
    .execute();
  return rows.map(toCell);
}

const toCell = ({ period, dimension, key, count }: ImpressionsTable): ImpressionsCell => ({
  period,
  by: dimension,
  key,
  count,
});

/** Stores cells, replacing those of the same names. No name may occur twice. */
export async function saveImpressions(
  db: Db,
  cells: readonly ImpressionsCell[],
  { at, by: changedBy }: { at: number; by: string },
): Promise<void> {
  if (cells.length === 0) return;
  const rows = cells.map(({ by, ...cell }) => ({
    ...cell,
    dimension: by,
    changed_at: at,
    changed_by: changedBy,
  }));
  await db
    .insertInto('impressions')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['period', 'dimension', 'key']).doUpdateSet((row) => ({
        count: row.ref('excluded.count'),
        changed_at: row.ref('excluded.changed_at'),
        changed_by: row.ref('excluded.changed_by'),
      })),
    )
    .execute();
}

export async function removeImpressions(db: Db, { period, by, key }: ImpressionsCellName): Promise<void> {
  await db
    .deleteFrom('impressions')
    .where('period', '=', period)
    .where('dimension', '=', by)
    .where('key', '=', key)
    .execute();
}
