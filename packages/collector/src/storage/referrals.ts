import type { Referral, ReferralState, ReferralSubmission } from '@headwater/contract';
import type { LeadId, ReferralId } from '../ids.ts';
import type { Db } from './dialect.ts';
import type { ReferralsTable } from './schema.ts';

export type NewReferral = {
  id: ReferralId;
  leadId: LeadId;
  state: ReferralState;
  reason: string | null;
  submission: ReferralSubmission;
};

export async function insertReferral(db: Db, referral: NewReferral, nowMs: number): Promise<void> {
  const { submission } = referral;
  await db
    .insertInto('referrals')
    .values({
      id: referral.id,
      submission: submission.submission,
      referrer: submission.referrer,
      lead_id: referral.leadId,
      state: referral.state,
      reason: referral.reason,
      name: submission.name,
      company: submission.company,
      body: JSON.stringify(submission),
      created_at: nowMs,
      updated_at: nowMs,
    })
    .execute();
}

export async function referralOfSubmission(db: Db, submission: string): Promise<Referral | undefined> {
  const row = await db
    .selectFrom('referrals')
    .selectAll()
    .where('submission', '=', submission)
    .executeTakeFirst();
  return row && toReferral(row);
}

/** The referrals that brought this lead, duplicates included. */
export async function referralsOf(db: Db, leadId: LeadId): Promise<Referral[]> {
  const rows = await db
    .selectFrom('referrals')
    .selectAll()
    .where('lead_id', '=', leadId)
    .orderBy('id')
    .execute();
  return rows.map(toReferral);
}

/** Up to `limit` referrals, newest first, before the id `before`. */
export async function listReferrals(
  db: Db,
  filter: { referrer?: string | undefined; before?: string | undefined; limit: number },
): Promise<Referral[]> {
  let query = db.selectFrom('referrals').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (filter.referrer !== undefined) query = query.where('referrer', '=', filter.referrer);
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

function toReferral(row: ReferralsTable): Referral {
  return {
    id: row.id,
    referrer: row.referrer,
    name: row.name,
    company: row.company,
    state: row.state,
    reason: row.reason,
    leadId: row.lead_id,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}
