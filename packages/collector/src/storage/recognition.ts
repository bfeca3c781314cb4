import type { AskOutcome, Stage } from '@headwater/contract';
import type { ReferralId } from '../ids.ts';
import type { Db } from './dialect.ts';
import { keptBack } from './referralHolds.ts';
import type { ReferralAsksTable, RewardsTable } from './rewardTables.ts';
import type { ReferralsTable } from './schema.ts';

/** Adds somebody's thanks; false when they thanked before. */
export async function insertThanks(
  db: Db,
  referralId: ReferralId,
  { by, at }: { by: string; at: number },
): Promise<boolean> {
  const inserted = await db
    .insertInto('referral_thanks')
    .values({ referral_id: referralId, slack_user: by, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('slack_user')
    .executeTakeFirst();
  return inserted !== undefined;
}

type Span = { fromMs: number; untilMs: number };

type CountedRow = Pick<ReferralsTable, 'id' | 'referrer' | 'state' | 'created_at' | 'updated_at'>;

/** What employees referred in a span of time, and where its lead stands; without what was held and is not released. */
export async function referralsIn(
  db: Db,
  { fromMs, untilMs }: Span,
): Promise<(CountedRow & { stage: Stage | null })[]> {
  return db
    .selectFrom('referrals')
    .leftJoin('leads', 'leads.id', 'referrals.lead_id')
    .select(['referrals.id', 'referrer', 'state', 'referrals.created_at', 'updated_at', 'stage'])
    .where('program', '=', 'employee')
    .where('referrals.id', 'not in', keptBack(db))
    .where('referrals.created_at', '>=', fromMs)
    .where('referrals.created_at', '<', untilMs)
    .execute();
}

/** What employees earned in a span of time, and of what was referred in it. */
export async function rewardsIn(
  db: Db,
  { fromMs, untilMs }: Span,
): Promise<
  Pick<
    RewardsTable,
    'referral_id' | 'referrer' | 'kind' | 'amount' | 'currency' | 'state' | 'earned_at' | 'reversal_of'
  >[]
> {
  return db
    .selectFrom('rewards')
    .innerJoin('referrals', 'referrals.id', 'rewards.referral_id')
    .select(['rewards.referral_id', 'rewards.referrer', 'kind', 'amount', 'currency', 'rewards.state'])
    .select(['earned_at', 'reversal_of'])
    .where('rewards.program', '=', 'employee')
    .where('rewards.referral_id', 'not in', keptBack(db))
    .where((row) =>
      row.or([
        row.and([row('earned_at', '>=', fromMs), row('earned_at', '<', untilMs)]),
        row.and([row('created_at', '>=', fromMs), row('created_at', '<', untilMs)]),
      ]),
    )
    .execute();
}

/** What became of a moment that was reported before. */
export async function askOfEvent(db: Db, eventId: string): Promise<AskOutcome | undefined> {
  const row = await db
    .selectFrom('referral_asks')
    .select('outcome')
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row?.outcome as AskOutcome | undefined;
}

export async function insertAsk(db: Db, ask: ReferralAsksTable): Promise<void> {
  await db
    .insertInto('referral_asks')
    .values(ask)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whether the owner of an account was asked after a moment, epoch milliseconds. */
export async function wasAskedSince(db: Db, account: string, sinceMs: number): Promise<boolean> {
  const row = await db
    .selectFrom('referral_asks')
    .select('event_id')
    .where('account', '=', account)
    .where('outcome', '=', 'asked')
    .where('at', '>', sinceMs)
    .executeTakeFirst();
  return row !== undefined;
}
