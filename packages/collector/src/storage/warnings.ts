import { sql } from 'kysely';
import type { WarningTold } from '@headwater/contract';
import { lockRows, type Db } from './dialect.ts';
import type { WarningChecksTable, WarningsTable } from './warningTables.ts';

const ID = 'warnings';

export type StoredWarning = Omit<WarningsTable, 'body'> & { told: WarningTold };

/** Sets when to look, unless that is set. */
export async function ensureCheck(db: Db, dueAt: number): Promise<void> {
  await db
    .insertInto('warning_checks')
    .values({ id: ID, due_at: dueAt, asked: 0, checked_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Has it looked at that time; what is being measured meanwhile counts no more. */
export async function askCheck(db: Db, dueAt: number): Promise<void> {
  await db
    .insertInto('warning_checks')
    .values({ id: ID, due_at: dueAt, asked: 1, checked_at: null })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((row) => ({ due_at: dueAt, asked: sql`${row.ref('warning_checks.asked')} + 1` })),
    )
    .execute();
}

export async function findCheck(db: Db): Promise<WarningChecksTable | undefined> {
  return db.selectFrom('warning_checks').selectAll().where('id', '=', ID).executeTakeFirst();
}

/** Nobody else tells warnings until the transaction ends. */
export async function lockCheck(db: Db): Promise<WarningChecksTable | undefined> {
  const query = db.selectFrom('warning_checks').selectAll().where('id', '=', ID);
  return lockRows(db, query).executeTakeFirst();
}

export async function saveCheck(
  db: Db,
  { asked, due_at, checked_at }: Omit<WarningChecksTable, 'id'>,
): Promise<void> {
  await db.updateTable('warning_checks').set({ asked, due_at, checked_at }).where('id', '=', ID).execute();
}

/** Those that hold as far as is known, the latest first. */
export async function openWarnings(db: Db): Promise<StoredWarning[]> {
  const rows = await db
    .selectFrom('warnings')
    .selectAll()
    .where('over_at', 'is', null)
    .orderBy('told_at', 'desc')
    .orderBy('kind')
    .orderBy('subject')
    .execute();
  return rows.map(stored);
}

/** Those that were open at some time from one moment until before another, the latest first. */
export async function warningsBetween(db: Db, fromMs: number, toMs: number): Promise<StoredWarning[]> {
  const rows = await db
    .selectFrom('warnings')
    .selectAll()
    .where('told_at', '<', toMs)
    .where((row) => row.or([row('over_at', 'is', null), row('over_at', '>=', fromMs)]))
    .orderBy('told_at', 'desc')
    .orderBy('kind')
    .orderBy('subject')
    .execute();
  return rows.map(stored);
}

/** The warnings of a period, open or over. */
export async function warningsOfPeriod(db: Db, period: string): Promise<StoredWarning[]> {
  const rows = await db.selectFrom('warnings').selectAll().where('period', '=', period).execute();
  return rows.map(stored);
}

const stored = ({ body, ...row }: WarningsTable): StoredWarning => ({
  ...row,
  told: JSON.parse(body) as WarningTold,
});

/** Adds a warning, or says what is known of it now. */
export async function saveWarning(db: Db, { told, ...row }: StoredWarning): Promise<void> {
  const body = JSON.stringify(told);
  await db
    .insertInto('warnings')
    .values({ ...row, body })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'subject', 'period']).doUpdateSet({ body, over_at: row.over_at }),
    )
    .execute();
}
