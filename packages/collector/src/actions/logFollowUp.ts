import type { FollowUpKind, FollowUpOutcome, FollowUpState } from '@headwater/contract';
import { decisionId, type LeadId } from '../ids.ts';
import { followUpsOf, insertFollowUp } from '../storage/followUps.ts';
import { lockLead, type StoredLead } from '../storage/leads.ts';
import { cardChannel, oweCardUpdate, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { noteFollowUp } from './noteResponse.ts';
import { planFollowUp, readFollowUpState } from './planFollowUp.ts';

export type FollowUpRequest = {
  kind: FollowUpKind;
  outcome: FollowUpOutcome;
  note?: string | undefined;
  /** When it was, epoch milliseconds; now when absent. */
  at?: number | undefined;
  by: string;
  eventId?: string | undefined;
};

export type FollowUpAnswer =
  | { outcome: 'logged' | 'duplicate'; leadId: LeadId; state: FollowUpState | null }
  | { outcome: 'unknown' | 'not_yet' };

/** Notes an attempt to reach a lead, and plans the next until it is reached or has had its attempts. */
export async function logFollowUp(
  { db, clock, signals }: Deps,
  id: LeadId,
  request: FollowUpRequest,
): Promise<FollowUpAnswer> {
  const nowMs = clock.now();
  const answer = await db.transaction().execute(async (trx): Promise<FollowUpAnswer> => {
    const tx = { trx, nowMs };
    const lead = await lockLead(trx, id);
    if (!lead) return { outcome: 'unknown' };
    const { at = nowMs } = request;
    if (at > nowMs) return { outcome: 'not_yet' };
    return store(tx, lead, { ...request, at });
  });
  signals.deliveries.ring();
  return answer;
}

async function store(
  tx: InTransaction,
  lead: StoredLead,
  request: FollowUpRequest & { at: number },
): Promise<FollowUpAnswer> {
  const { kind, outcome, at, by, eventId } = request;
  const note = request.note || null;
  const id = decisionId(lead.id, eventId, tx.nowMs);
  const isNew = await insertFollowUp(tx.trx, { id, leadId: lead.id, kind, outcome, note, at, by });
  if (!isNew) return { outcome: 'duplicate', leadId: lead.id, state: await readFollowUpState(tx.trx, lead) };
  const attempt = (await followUpsOf(tx.trx, lead.id)).length;
  const words = `Attempt ${attempt}, ${kind}: ${outcome === 'reached' ? 'reached' : 'not reached'}`;
  const entry = { id, leadId: lead.id, at: tx.nowMs, kind: 'follow_up' as const, actor: by };
  const said = [words, note].filter(Boolean).join('. ');
  await record(tx, { ...entry, note: said }, cardChannel(lead));
  await noteFollowUp(tx, lead.id, { at, by });
  const state = await planFollowUp(tx, lead);
  await oweCardUpdate(tx, lead);
  return { outcome: 'logged', leadId: lead.id, state };
}
