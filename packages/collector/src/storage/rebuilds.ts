import type { LeadId } from '../ids.ts';
import { lockFreeRows, lockRows, type Db } from './dialect.ts';
import type { RebuildsTable } from './sourceTables.ts';

const ID = 'leads';

/** Begins anew, from the first lead, whether one is under way or not. */
export async function insertRebuild(db: Db, reason: string, nowMs: number): Promise<void> {
  const row = {
    reason,
    started_at: nowMs,
    finished_at: null,
    total: await countLeads(db),
    done: 0,
    last_lead: '',
  };
  await db
    .insertInto('rebuilds')
    .values({ id: ID, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

/** The last that was begun; undefined when there was none. */
export async function findRebuild(db: Db): Promise<RebuildsTable | undefined> {
  return db.selectFrom('rebuilds').selectAll().where('id', '=', ID).executeTakeFirst();
}

/** Like {@link findRebuild}; nobody else goes on with it until the transaction ends. */
export async function lockRebuild(db: Db): Promise<RebuildsTable | undefined> {
  const query = db.selectFrom('rebuilds').selectAll().where('id', '=', ID);
  return lockRows(db, query).executeTakeFirst();
}

export async function saveRebuild(
  db: Db,
  progress: Pick<RebuildsTable, 'done' | 'total' | 'last_lead' | 'finished_at'>,
): Promise<void> {
  await db.updateTable('rebuilds').set(progress).where('id', '=', ID).execute();
}

/** Up to `limit` leads after one, in the order of their ids. */
export async function leadsAfter(db: Db, after: string, limit: number): Promise<LeadId[]> {
  const rows = await db
    .selectFrom('leads')
    .select('id')
    .where('id', '>', after as LeadId)
    .where('merged_into', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Locks those of the leads that nobody else holds, without waiting for the others. */
export async function lockFreeLeads(db: Db, ids: readonly LeadId[]): Promise<Set<LeadId>> {
  const query = db
    .selectFrom('leads')
    .select('id')
    .where('id', 'in', ids)
    .where('merged_into', 'is', null)
    .orderBy('id');
  const rows = await lockFreeRows(db, query).execute();
  return new Set(rows.map(({ id }) => id));
}

async function countLeads(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('leads')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('merged_into', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}
