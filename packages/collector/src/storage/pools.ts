import { lockRows, type Db } from './dialect.ts';

/**
 * Takes the next turn of a pool, counted from 0. The row stays locked until the transaction ends,
 * so that two leads at once never get the same turn.
 */
export async function takeTurn(db: Db, pool: string): Promise<number> {
  const { turn } = await db
    .insertInto('pool_turns')
    .values({ pool, turn: 1 })
    .onConflict((conflict) =>
      conflict.column('pool').doUpdateSet((row) => ({ turn: row('pool_turns.turn', '+', 1) })),
    )
    .returning('turn')
    .executeTakeFirstOrThrow();
  return turn - 1;
}

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
  await db
    .insertInto('pool_turns')
    .values(sorted.map((pool) => ({ pool, turn: 0 })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const query = db.selectFrom('pool_turns').selectAll().where('pool', 'in', sorted).orderBy('pool');
  return toMap(await lockRows(db, query).execute());
}

const toMap = (rows: readonly { pool: string; turn: number }[]): Map<string, number> =>
  new Map(rows.map(({ pool, turn }) => [pool, turn]));
