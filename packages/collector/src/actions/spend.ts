import type { SpendAnswer, SpendCell, SpendCellName, SpendList } from '@headwater/contract';
import { sumMoney } from '../domain/currency.ts';
import { decimalsOf } from '../domain/money.ts';
import { spendKey } from '../domain/spendKey.ts';
import type { Db } from '../storage/dialect.ts';
import { removeSpend, saveSpend, spendCells, spendNamed } from '../storage/spend.ts';
import type { Deps, InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';
import { spendNames } from './spendNames.ts';

export type SpendChange = SpendAnswer | { outcome: 'invalid'; path: string; message: string };

/** Stores what something cost in a month, in place of what was said before; 0 removes it. */
export async function putSpend(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  cell: SpendCell,
  by: string,
): Promise<SpendChange> {
  const nowMs = clock.now();
  return db.transaction().execute(async (trx): Promise<SpendChange> => {
    const named = await withKey(trx, cell);
    if ('message' in named) return named;
    if (decimalsOf(cell.amount.currency) === null)
      return { outcome: 'invalid', path: 'amount.currency', message: 'is not an ISO 4217 code such as EUR' };
    const [outcome = 'unchanged'] = await storeSpend({ trx, nowMs }, [named], by);
    return { ...named, amount: outcome === 'removed' ? null : named.amount, outcome };
  });
}

/** Removes what was said; `unchanged` where nothing was. */
export async function dropSpend({ db }: Pick<Deps, 'db'>, name: SpendCellName): Promise<SpendChange> {
  return db.transaction().execute(async (trx): Promise<SpendChange> => {
    const known = await withKey(trx, name);
    // the rule that led to its channel may be gone
    const named = 'message' in known ? name : known;
    const wasThere = await removeSpend(trx, named);
    if ('message' in known && !wasThere) return known;
    const outcome = wasThere ? 'removed' : 'unchanged';
    return { ...named, amount: null, outcome };
  });
}

/** The costs of those months, both included, and their sum by the rates in force. */
export async function readSpend(db: Db, fromMonth: string, toMonth: string): Promise<SpendList> {
  const data = await spendCells(db, fromMonth, toMonth);
  const currencies = await settingsValue(db, 'currencies');
  return {
    data,
    totals: sumMoney(
      data.map(({ amount }) => amount),
      currencies,
    ),
  };
}

/**
 * Stores costs inside a transaction and says what became of each. Their keys are the names of
 * {@link spendKey}, and none of them is named twice.
 */
export async function storeSpend(
  { trx, nowMs }: InTransaction,
  cells: readonly SpendCell[],
  by: string,
): Promise<SpendAnswer['outcome'][]> {
  const outcomes = await spendOutcomes(trx, cells);
  const fresh = cells.filter((_cell, index) => outcomes[index] === 'stored');
  await saveSpend(trx, fresh, { at: nowMs, by });
  for (const [index, cell] of cells.entries()) {
    if (outcomes[index] === 'removed') await removeSpend(trx, cell);
  }
  return outcomes;
}

/** What storing these would do, in their order. */
export async function spendOutcomes(db: Db, cells: readonly SpendCell[]): Promise<SpendAnswer['outcome'][]> {
  const present = new Map((await spendNamed(db, cells)).map((cell) => [spendCellId(cell), cell]));
  return cells.map((cell) => outcomeOf(cell, present.get(spendCellId(cell))));
}

/** The same text for two amounts that cannot stand beside each other. */
export const spendCellId = ({ month, by, key, kind }: SpendCellName): string =>
  JSON.stringify([month, by, key, kind]);

function outcomeOf({ amount }: SpendCell, present: SpendCell | undefined): SpendAnswer['outcome'] {
  if (amount.amount === 0) return present ? 'removed' : 'unchanged';
  const isSame = present?.amount.amount === amount.amount && present.amount.currency === amount.currency;
  return isSame ? 'unchanged' : 'stored';
}

async function withKey<Name extends SpendCellName>(
  trx: InTransaction['trx'],
  name: Name,
): Promise<Name | Extract<SpendChange, { outcome: 'invalid' }>> {
  const found = spendKey(name.by, name.key, await spendNames(trx));
  if ('reason' in found) return { outcome: 'invalid', path: 'key', message: found.reason };
  return { ...name, key: found.key };
}
