import type { ImpressionsAnswer, ImpressionsCell, ImpressionsList } from '@headwater/contract';
import { spendKey } from '../domain/spendKey.ts';
import type { Db } from '../storage/dialect.ts';
import {
  impressionCells,
  impressionsNamed,
  removeImpressions,
  saveImpressions,
} from '../storage/impressions.ts';
import type { Deps, InTransaction } from './deps.ts';
import { spendNames } from './spendNames.ts';

export type ImpressionsChange = ImpressionsAnswer | { outcome: 'invalid'; path: string; message: string };

/** Stores how often something was shown, in place of what was said before; 0 removes it. */
export async function putImpressions(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  cell: ImpressionsCell,
  by: string,
): Promise<ImpressionsChange> {
  const nowMs = clock.now();
  return db.transaction().execute(async (trx): Promise<ImpressionsChange> => {
    const found = spendKey(cell.by, cell.key, await spendNames(trx));
    const isKnown = 'key' in found;
    // the rule that led to its channel may be gone
    if (!isKnown && cell.count > 0) return { outcome: 'invalid', path: 'key', message: found.reason };
    const named = isKnown ? { ...cell, key: found.key } : cell;
    const [outcome = 'unchanged'] = await storeImpressions({ trx, nowMs }, [named], by);
    if (!isKnown && outcome === 'unchanged')
      return { outcome: 'invalid', path: 'key', message: found.reason };
    return { ...named, outcome };
  });
}

/** What was put for those months, both included. */
export async function readImpressions(db: Db, fromMonth: string, toMonth: string): Promise<ImpressionsList> {
  const data = await impressionCells(db, fromMonth, toMonth);
  return { data, totals: { count: data.reduce((sum, { count }) => sum + count, 0) } };
}

/** Stores cells inside a transaction and says what became of each; none of them is named twice. */
export async function storeImpressions(
  { trx, nowMs }: InTransaction,
  cells: readonly ImpressionsCell[],
  by: string,
): Promise<ImpressionsAnswer['outcome'][]> {
  const outcomes = await impressionsOutcomes(trx, cells);
  const fresh = cells.filter((_cell, index) => outcomes[index] === 'stored');
  await saveImpressions(trx, fresh, { at: nowMs, by });
  for (const [index, cell] of cells.entries())
    if (outcomes[index] === 'removed') await removeImpressions(trx, cell);
  return outcomes;
}

/** What storing these would do, in their order. */
export async function impressionsOutcomes(
  db: Db,
  cells: readonly ImpressionsCell[],
): Promise<ImpressionsAnswer['outcome'][]> {
  const named = await impressionsNamed(db, cells);
  const present = new Map(named.map((cell) => [impressionsCellId(cell), cell.count]));
  return cells.map((cell) => {
    const before = present.get(impressionsCellId(cell));
    if (cell.count === (before ?? 0)) return 'unchanged';
    return cell.count === 0 ? 'removed' : 'stored';
  });
}

/** The same text for two numbers that cannot stand beside each other. */
export const impressionsCellId = ({ period, by, key }: Omit<ImpressionsCell, 'count'>): string =>
  JSON.stringify([period, by, key]);
