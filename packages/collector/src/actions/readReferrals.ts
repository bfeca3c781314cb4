import type { ReferralId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { holdsOf } from '../storage/referralHolds.ts';
import { findReferral, listReferrals, type StoredReferral } from '../storage/referrals.ts';

type Asked = Omit<Parameters<typeof listReferrals>[1], 'before'> & { cursor?: string | undefined };

/** One page of referrals, newest first. `cursor` is what the page before gave. */
export async function readReferrals(
  db: Db,
  { limit, cursor, ...filter }: Asked,
): Promise<{ data: StoredReferral[]; nextCursor: string | null }> {
  const rows = await listReferrals(db, { ...filter, before: cursor, limit: limit + 1 });
  const data = await withReviews(db, rows.slice(0, limit));
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

/** One referral as the interface shows it; undefined when there is none. */
export async function readReferral(db: Db, id: ReferralId): Promise<StoredReferral | undefined> {
  const referral = await findReferral(db, id);
  return referral && (await withReviews(db, [referral]))[0];
}

async function withReviews(db: Db, referrals: readonly StoredReferral[]): Promise<StoredReferral[]> {
  const holds = await holdsOf(
    db,
    referrals.map(({ id }) => id as ReferralId),
  );
  return referrals.map((referral) => {
    const hold = holds.get(referral.id);
    if (!hold) return referral;
    const { card: _card, ...review } = hold;
    return { ...referral, review };
  });
}
