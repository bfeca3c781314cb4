import type { Referral, ReferralState } from '@headwater/contract';
import type { LeadId, ReferralId } from '../ids.ts';
import { isAmong, type Db } from './dialect.ts';
import { heldReferrals, rejectedReferrals } from './referralHolds.ts';
import type { Program, ReferralsTable } from './schema.ts';

/** A referral as the interface shows it; customers need not name a company. */
export type StoredReferral = Omit<Referral, 'company'> & { company: string | null; program: Program };

/** `submission` recognises a repeat; `body` is what the referrer sent, as JSON. */
export type NewReferral = Pick<StoredReferral, 'program' | 'referrer' | 'name' | 'state' | 'reason'> & {
  id: ReferralId;
  leadId: LeadId;
  submission: string;
  company?: string | undefined;
  body: string;
};

/** Adds a referral; false when one with this submission was there. */
export async function insertReferral(
  db: Db,
  { leadId, company, ...referral }: NewReferral,
  nowMs: number,
): Promise<boolean> {
  const times = { created_at: nowMs, updated_at: nowMs };
  const inserted = await db
    .insertInto('referrals')
    .values({
      ...referral,
      judged: referral.state,
      lead_id: leadId,
      company: company?.trim() ?? '',
      ...times,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function referralOfSubmission(db: Db, submission: string): Promise<StoredReferral | undefined> {
  const row = await db
    .selectFrom('referrals')
    .selectAll()
    .where('submission', '=', submission)
    .executeTakeFirst();
  return row && toReferral(row);
}

export async function findReferral(db: Db, id: ReferralId): Promise<StoredReferral | undefined> {
  const row = await db.selectFrom('referrals').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toReferral(row);
}

/** Which of these leads somebody referred. */
export async function referredAmong(db: Db, leadIds: readonly LeadId[]): Promise<Set<LeadId>> {
  const rows = await db
    .selectFrom('referrals')
    .select('lead_id')
    .where(isAmong(db, 'lead_id', leadIds))
    .execute();
  return new Set(rows.flatMap(({ lead_id: leadId }) => leadId ?? []));
}

/** The referrals that brought this lead, duplicates included. */
export async function referralsOf(db: Db, leadId: LeadId): Promise<StoredReferral[]> {
  const rows = await db
    .selectFrom('referrals')
    .selectAll()
    .where('lead_id', '=', leadId)
    .orderBy('id')
    .execute();
  return rows.map(toReferral);
}

/** Those that count: whoever referred them was the first, and they were no junk. */
export async function countedReferralsOf(db: Db, leadId: LeadId): Promise<StoredReferral[]> {
  const rows = await db
    .selectFrom('referrals')
    .selectAll()
    .where('lead_id', '=', leadId)
    .where('judged', '=', 'submitted')
    // what somebody looked at and rejected is not brought back by its lead
    .where((one) => one.or([one('state', '<>', 'rejected'), one('id', 'not in', rejectedReferrals(db))]))
    .orderBy('id')
    .execute();
  return rows.map(toReferral);
}

/** Up to `limit` referrals, newest first, before the id `before`; of one employee where `referrer` is given; `held`: those that wait to be looked at, or the others. */
export async function listReferrals(
  db: Db,
  filter: {
    referrer?: string | undefined;
    state?: ReferralState | undefined;
    held?: boolean | undefined;
    before?: string | undefined;
    limit: number;
  },
): Promise<StoredReferral[]> {
  let query = db.selectFrom('referrals').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (filter.referrer !== undefined)
    query = query.where('referrer', '=', filter.referrer).where('program', '=', 'employee');
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.held !== undefined) query = query.where('id', filter.held ? 'in' : 'not in', heldReferrals(db));
  if (filter.before !== undefined) query = query.where('id', '<', filter.before as ReferralId);
  return (await query.execute()).map(toReferral);
}

export async function setReferralState(
  db: Db,
  change: { id: string; state: ReferralState; reason: string | null; at: number },
): Promise<void> {
  await db
    .updateTable('referrals')
    .set({ state: change.state, reason: change.reason, updated_at: change.at })
    .where('id', '=', change.id as ReferralId)
    .execute();
}

function toReferral(row: ReferralsTable): StoredReferral {
  return {
    id: row.id,
    program: row.program,
    referrer: row.referrer,
    name: row.name,
    company: row.company || null,
    state: row.state,
    reason: row.reason,
    leadId: row.lead_id,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}
