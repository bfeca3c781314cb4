import type { SpendCell, SpendCellName, SpendDimension, SpendKind } from '@headwater/contract';
import type { Db } from './dialect.ts';

export type SpendTable = {
  /** `2026-03` */
  month: string;
  dimension: SpendDimension;
  key: string;
  kind: SpendKind;
  /** Minor units. */
  amount: number;
  currency: string;
  changed_at: number;
  changed_by: string;
};

/** Every cost of the months from `fromMonth` to `toMonth`, both included and `YYYY-MM`, in the order of their names. */
export async function spendCells(db: Db, fromMonth: string, toMonth: string): Promise<SpendCell[]> {
  const rows = await db
    .selectFrom('spend')
    .selectAll()
    .where('month', '>=', fromMonth)
    .where('month', '<=', toMonth)
    .orderBy('month')
    .orderBy('dimension')
    .orderBy('key')
    .orderBy('kind')
    .execute();
  return rows.map(toCell);
}

/** The costs that stand under those names, and perhaps some of similar names. */
export async function spendNamed(db: Db, names: readonly SpendCellName[]): Promise<SpendCell[]> {
  if (names.length === 0) return [];
  const rows = await db
    .selectFrom('spend')
    .selectAll()
    .where('month', 'in', [...new Set(names.map(({ month }) => month))])
    .where('dimension', 'in', [...new Set(names.map(({ by }) => by))])
    .where('key', 'in', [...new Set(names.map(({ key }) => key))])
    .execute();
  return rows.map(toCell);
}

const toCell = ({ month, dimension, key, kind, amount, currency }: SpendTable): SpendCell => ({
  month,
  by: dimension,
  key,
  kind,
  amount: { amount, currency },
});

/** Stores costs, replacing those of the same names. No name may occur twice. */
export async function saveSpend(
  db: Db,
  cells: readonly SpendCell[],
  { at, by: changedBy }: { at: number; by: string },
): Promise<void> {
  if (cells.length === 0) return;
  const rows = cells.map(({ month, by, key, kind, amount: { amount, currency } }) => ({
    month,
    dimension: by,
    key,
    kind,
    amount,
    currency,
    changed_at: at,
    changed_by: changedBy,
  }));
  await db
    .insertInto('spend')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['month', 'dimension', 'key', 'kind']).doUpdateSet((row) => ({
        amount: row.ref('excluded.amount'),
        currency: row.ref('excluded.currency'),
        changed_at: row.ref('excluded.changed_at'),
        changed_by: row.ref('excluded.changed_by'),
      })),
    )
    .execute();
}

/** Removes one cost; false when there was none. */
export async function removeSpend(db: Db, { month, by, key, kind }: SpendCellName): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('spend')
    .where('month', '=', month)
    .where('dimension', '=', by)
    .where('key', '=', key)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
