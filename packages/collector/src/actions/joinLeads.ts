import { decisionId, type LeadId } from '../ids.ts';
import { findLead } from '../storage/leads.ts';
import { isMergeKnown, lockLeadRows, mergedIntoOf } from '../storage/merges.ts';
import type { Deps, InTransaction } from './deps.ts';
import { mergeLeads } from './mergeLeads.ts';
import { refreshLead } from './refreshLead.ts';

export type JoinRequest = { with: LeadId; by: string; eventId?: string | undefined };

/** `unknown_other`: there is no lead of the id in `with`. */
export type JoinAnswer =
  | { outcome: 'merged' | 'unchanged' | 'duplicate'; leadId: LeadId }
  | { outcome: 'unknown' | 'unknown_other' | 'itself' };

/** Makes one lead of two by hand: `id` stays, the other becomes part of it. */
export async function joinLeads(
  { db, clock, signals }: Deps,
  id: LeadId,
  request: JoinRequest,
): Promise<JoinAnswer> {
  const nowMs = clock.now();
  const answer = await db.transaction().execute((trx) => join({ trx, nowMs }, id, request));
  signals.deliveries.ring();
  return answer;
}

async function join(
  tx: InTransaction,
  id: LeadId,
  { with: otherId, by, eventId }: JoinRequest,
): Promise<JoinAnswer> {
  if (id === otherId) return { outcome: 'itself' };
  await lockLeadRows(tx.trx, [id, otherId]);
  const [lead, other] = [await findLead(tx.trx, id), await findLead(tx.trx, otherId)];
  if (!lead) return { outcome: 'unknown' };
  if (!other) return { outcome: 'unknown_other' };
  const mergeId = decisionId(id, eventId, tx.nowMs);
  if (await isMergeKnown(tx.trx, mergeId)) return { outcome: 'duplicate', leadId: lead.id };
  if (lead.id === other.id) return { outcome: 'unchanged', leadId: lead.id };
  await lockLeadRows(tx.trx, [lead.id, other.id]);
  // somebody else may have joined one of them with a third meanwhile
  const isStill = async (each: LeadId) => (await mergedIntoOf(tx.trx, each)) === null;
  if (!(await isStill(lead.id)) || !(await isStill(other.id)))
    return join(tx, id, { with: otherId, by, eventId });
  await mergeLeads(tx, other.id, lead.id, { id: mergeId, by });
  await refreshLead(tx, lead.id);
  return { outcome: 'merged', leadId: lead.id };
}
