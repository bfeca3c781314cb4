import type { QuarterReport } from '@headwater/contract';
import type { Db } from './dialect.ts';

/** How a quarter is kept: without what follows from the rest. */
export type KeptQuarter = Omit<QuarterReport, 'to' | 'totals'> & { until: string };

/** The leaderboard of a quarter as it was when it became final; undefined before. */
export async function findFrozen(db: Db, quarter: string): Promise<KeptQuarter | undefined> {
  const row = await db
    .selectFrom('frozen_quarters')
    .select('report')
    .where('quarter', '=', quarter)
    .executeTakeFirst();
  return row && (JSON.parse(row.report) as KeptQuarter);
}

export async function frozenQuarters(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('frozen_quarters').select('quarter').execute();
  return new Set(rows.map(({ quarter }) => quarter));
}

/** Keeps the leaderboard of a quarter for good; one that is kept already stays as it is. */
export async function insertFrozen(db: Db, report: KeptQuarter, at: number): Promise<void> {
  await db
    .insertInto('frozen_quarters')
    .values({ quarter: report.quarter, frozen_at: at, report: JSON.stringify(report) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** When an employee referred somebody for the first time, epoch milliseconds; null when nobody has. */
export async function firstReferralAt(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('referrals')
    .select('created_at')
    .where('program', '=', 'employee')
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row?.created_at ?? null;
}
