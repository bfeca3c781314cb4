import type { Db } from './dialect.ts';
import type { SourceDecisionsTable } from './sourceTables.ts';

/** Adds a decision; false when somebody has decided already. */
export async function insertDecision(db: Db, decision: SourceDecisionsTable): Promise<boolean> {
  const inserted = await db
    .insertInto('source_decisions')
    .values(decision)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function findDecision(db: Db, id: string): Promise<SourceDecisionsTable | undefined> {
  return db.selectFrom('source_decisions').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The ids of all proposals that were decided on. */
export async function decidedProposals(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('source_decisions').select('id').execute();
  return new Set(rows.map(({ id }) => id));
}
