import type { Money } from '@headwater/contract';
import type { RevenueEntry } from '../domain/course.ts';
import { revenueNote } from '../domain/revenueNote.ts';
import { decisionId, type LeadId } from '../ids.ts';
import type { NewHistory } from '../storage/history.ts';
import { lockLead, type StoredLead } from '../storage/leads.ts';
import { isKnownEvent } from '../storage/mergedNames.ts';
import { insertRevenue, type StoredRevenue } from '../storage/revenue.ts';
import { cardChannel, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { keepCourse } from './keepJourney.ts';
import { momentOf } from './reportedTime.ts';
import { settleReferrals } from './settleReferrals.ts';

export type RevenueRequest = {
  kind: RevenueEntry['kind'];
  /** Refunds and cancellations count as taken away, whichever sign they were reported with. */
  amount: Money;
  /** Of the same currency. */
  margin?: Money | undefined;
  by: string;
  /** When it happened, epoch milliseconds; now when absent. */
  at?: number | undefined;
  reason?: string | undefined;
  eventId: string;
};

export type RevenueAnswer = { outcome: 'recorded' | 'duplicate' | 'unknown' | 'in_future' };

/** Enters what money came of a lead, with what depends on it: its thread, and what its referrers earned. */
export async function addRevenue(
  { db, clock, signals }: Deps,
  id: LeadId,
  request: RevenueRequest,
): Promise<RevenueAnswer> {
  const nowMs = clock.now();
  const answer = await db.transaction().execute(async (trx): Promise<RevenueAnswer> => {
    const lead = await lockLead(trx, id);
    return lead ? storeRevenue({ trx, nowMs }, lead, request) : { outcome: 'unknown' };
  });
  signals.deliveries.ring();
  return answer;
}

async function storeRevenue(
  tx: InTransaction,
  lead: StoredLead,
  { eventId, at: reportedAt, by, reason, ...said }: RevenueRequest,
): Promise<RevenueAnswer> {
  const at = momentOf(tx, reportedAt);
  if (at === null) return { outcome: 'in_future' };
  if (await isKnownEvent(tx.trx, 'revenue', lead.id, eventId)) return { outcome: 'duplicate' };
  const id = decisionId(lead.id, eventId, tx.nowMs);
  const { kind } = said;
  const entry = { id, at, kind, amount: signed(kind, said.amount), margin: null, reason: reason ?? null };
  const margin = said.margin ? signed(kind, said.margin) : null;
  const stored = { ...entry, margin, actor: by, leadId: lead.id };
  if (!(await insertRevenue(tx.trx, stored, tx.nowMs))) return { outcome: 'duplicate' };
  await record(tx, revenueLine(lead.id, stored), cardChannel(lead));
  await keepCourse(tx.trx, lead.id);
  await settleReferrals(tx, lead.id);
  return { outcome: 'recorded' };
}

const isTakenAway = (kind: RevenueEntry['kind']): boolean => kind === 'refund' || kind === 'cancellation';

function signed(kind: RevenueEntry['kind'], { amount, currency }: Money): Money {
  return isTakenAway(kind) ? { amount: 0 - Math.abs(amount), currency } : { amount, currency };
}

/** What the history of a lead says of money that came of it: when it came, see stageLine. */
const revenueLine = (leadId: LeadId, entry: StoredRevenue): NewHistory => ({
  id: `${entry.id}:revenue`,
  leadId,
  at: entry.at,
  kind: 'revenue',
  actor: entry.actor,
  note: revenueNote(entry),
});
