import type { Db } from './dialect.ts';
import { rejectedReferrals } from './referralHolds.ts';

/** How many customers referred somebody whose referral counts, from a moment until before another, epoch milliseconds. */
export async function countCustomerReferrers(db: Db, fromMs: number, toMs: number): Promise<number> {
  let query = db
    .selectFrom('referrals')
    .select((one) => one.fn.count<number | string>('referrer').distinct().as('count'))
    .where('program', '=', 'customer')
    .where('judged', '=', 'submitted')
    // what somebody looked at and rejected does not count
    .where((one) => one.or([one('state', '<>', 'rejected'), one('id', 'not in', rejectedReferrals(db))]));
  if (Number.isFinite(fromMs)) query = query.where('created_at', '>=', fromMs);
  if (Number.isFinite(toMs)) query = query.where('created_at', '<', toMs);
  return Number((await query.executeTakeFirstOrThrow()).count);
}
