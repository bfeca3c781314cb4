import type { Stage } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import { lockRows, type Db } from './dialect.ts';

export async function ensureAccount(db: Db, domain: string, nowMs: number): Promise<void> {
  await db
    .insertInto('accounts')
    .values({ domain, owner: null, created_at: nowMs })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Who looks after the account: the first person to claim one of its leads. */
export async function accountOwner(db: Db, domain: string | null): Promise<string | null> {
  if (domain === null) return null;
  const row = await db.selectFrom('accounts').select('owner').where('domain', '=', domain).executeTakeFirst();
  return row?.owner ?? null;
}

export async function setAccountOwnerIfNone(db: Db, domain: string, owner: string): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ owner })
    .where('domain', '=', domain)
    .where('owner', 'is', null)
    .execute();
}

/** An account, and keeps others from asking its owner until the transaction ends; undefined for unknown ones. */
export async function lockAccount(
  db: Db,
  domain: string,
): Promise<{ domain: string; owner: string | null } | undefined> {
  const query = db.selectFrom('accounts').select(['domain', 'owner']).where('domain', '=', domain);
  return lockRows(db, query).executeTakeFirst();
}

/** Whether an account is a customer, or has an open deal: the stages of its leads that say so. */
export async function dealStagesOf(db: Db, account: string): Promise<Stage[]> {
  const rows = await db
    .selectFrom('leads')
    .select('stage')
    .distinct()
    .where('account', '=', account)
    .where('merged_into', 'is', null)
    .where('junk', '=', 0)
    .where('stage', 'in', ['opportunity', 'customer'])
    .execute();
  return rows.map(({ stage }) => stage);
}

/** Up to `limit` people of an account whom we know, in the order in which we came to know them; junk is nobody. */
export async function leadsOfAccount(
  db: Db,
  domain: string,
  limit: number,
): Promise<{ id: LeadId; createdAt: number }[]> {
  return db
    .selectFrom('leads')
    .select(['id', 'created_at as createdAt'])
    .where('account', '=', domain)
    .where('merged_into', 'is', null)
    .where('junk', '=', 0)
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute();
}
