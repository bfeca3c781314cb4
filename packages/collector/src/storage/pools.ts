import type { Db } from './dialect.ts';

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
