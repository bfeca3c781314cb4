import type { Db } from '../storage/dialect.ts';
import { listReferrals, type StoredReferral } from '../storage/referrals.ts';

/** One page of referrals, newest first. `cursor` is what the page before gave. */
export async function readReferrals(
  db: Db,
  { referrer, limit, cursor }: { referrer?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<{ data: StoredReferral[]; nextCursor: string | null }> {
  const rows = await listReferrals(db, { referrer, before: cursor, limit: limit + 1 });
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}
