import type { Db } from './dialect.ts';
import { prepared } from './prepared.ts';

/** Takes the next turn of a pool whose turns are locked. */
export async function takeTurn(db: Db, pool: string): Promise<void> {
  await countTurn(db, { pool });
}

const countTurn = prepared((db, { pool }: { pool: string }) =>
  db
    .updateTable('pool_turns')
    .set((row) => ({ turn: row('turn', '+', 1) }))
    .where('pool', '=', pool),
);

/** How many turns these pools have taken; none for one that was never asked. */
export async function turnsOf(db: Db, pools: readonly string[]): Promise<Map<string, number>> {
  if (pools.length === 0) return new Map();
  return toMap(await db.selectFrom('pool_turns').selectAll().where('pool', 'in', pools).execute());
}

/**
 * Like {@link turnsOf}, and keeps others from choosing by these pools until the transaction ends: what is
 * counted of their people then holds until the decision is stored.
 */
export async function lockTurns(db: Db, pools: readonly string[]): Promise<Map<string, number>> {
  if (pools.length === 0) return new Map();
  // in one order, or two would wait for each other
  const sorted = pools.toSorted((one, other) => (one < other ? -1 : 1));
  return toMap(await lockedTurns(db, { sorted }));
}

const lockedTurns = prepared((db, { sorted }: { sorted: string[] }) =>
  db
    .insertInto('pool_turns')
    .values(sorted.map((pool) => ({ pool, turn: 0 })))
    // an update that changes nothing locks and answers those that are there
    .onConflict((conflict) =>
      conflict.column('pool').doUpdateSet((row) => ({ turn: row.ref('pool_turns.turn') })),
    )
    .returningAll(),
);

const toMap = (rows: readonly { pool: string; turn: number }[]): Map<string, number> =>
  new Map(rows.map(({ pool, turn }) => [pool, turn]));
