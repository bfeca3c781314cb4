import { presentStage } from '../domain/stage.ts';
import { newHistoryId, type LeadId } from '../ids.ts';
import { moveBack } from '../storage/identities.ts';
import { isRecorded } from '../storage/history.ts';
import { findLead, saveStage, type StoredLead } from '../storage/leads.ts';
import {
  detachLead,
  lastMergeOf,
  lockLeadRows,
  mergedIntoOf,
  ownColumnsOf,
  removeLetters,
  saveOwnColumns,
  undoMerge,
  type Merge,
  type OwnColumns,
} from '../storage/merges.ts';
import { saveResponse } from '../storage/responses.ts';
import { stagesOf } from '../storage/stages.ts';
import { submissionsOf } from '../storage/submissions.ts';
import { ensureTimer, moveDeadline } from '../storage/timers.ts';
import { cardChannel, oweCardUpdate, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { planFollowUp } from './planFollowUp.ts';
import { refreshLead } from './refreshLead.ts';
import { settleReferrals } from './settleReferrals.ts';

export type PartRequest = { with?: LeadId | undefined; by: string; eventId?: string | undefined };

/** `leadId` is the lead that is one of its own again. `unnamed`: `with` has to say which of those that were joined. */
export type PartAnswer =
  | { outcome: 'unmerged' | 'unchanged' | 'duplicate'; leadId: LeadId }
  | { outcome: 'unknown' | 'unknown_other' | 'unnamed' | 'never_merged' };

/**
 * Makes two leads of one that turned out to be two people. What belonged to each goes back to it; what came in since
 * stays with the lead that it was written to.
 */
export async function partLeads(
  { db, clock, signals }: Deps,
  id: LeadId,
  request: PartRequest,
): Promise<PartAnswer> {
  const nowMs = clock.now();
  const answer = await db.transaction().execute((trx) => part({ trx, nowMs }, id, request));
  signals.deliveries.ring();
  return answer;
}

async function part(tx: InTransaction, id: LeadId, request: PartRequest): Promise<PartAnswer> {
  const { trx } = tx;
  const leadId = request.with ?? id;
  if (!(await findLead(trx, id))) return { outcome: 'unknown' };
  const whole = await findLead(trx, leadId);
  if (!whole) return { outcome: 'unknown_other' };
  await lockLeadRows(trx, [leadId, whole.id]);
  const present = await findLead(trx, leadId);
  if (present?.id !== whole.id) return part(tx, id, request);
  const lineId =
    request.eventId === undefined ? newHistoryId(tx.nowMs) : `${leadId}:${request.eventId}:unmerged`;
  if (await isRecorded(trx, lineId)) return { outcome: 'duplicate', leadId };
  const merge = await lastMergeOf(trx, leadId);
  if (!merge) return { outcome: request.with === undefined ? 'unnamed' : 'never_merged' };
  if (merge.undoneAt !== null) return { outcome: 'unchanged', leadId };
  if ((await findLead(trx, id))?.id !== whole.id) return { outcome: 'never_merged' };
  await restore(tx, merge, whole.id);
  await undoMerge(trx, merge.id, { at: tx.nowMs, actor: request.by });
  await tell(tx, { from: leadId, into: whole.id }, { lineId, by: request.by });
  return { outcome: 'unmerged', leadId };
}

/** Gives everything back; `whole` is the lead that has it now, which may have become part of another since. */
async function restore(tx: InTransaction, { from, into, moved }: Merge, whole: LeadId): Promise<void> {
  const { trx } = tx;
  const linked = await linkedAlong(tx, from, moved.linked);
  const came = new Set(moved.rows.submissions);
  const since = (await submissionsOf(trx, whole)).filter(({ id }) => !came.has(id));
  const kept = new Set(
    since.flatMap(({ submission }) => ('visitor' in submission ? (submission.visitor ?? []) : [])),
  );
  await detachLead(trx, from);
  const unlinked = linked.filter((visitor) => !kept.has(visitor));
  await moveBack(trx, moved, { from: whole, to: from, unlinked });
  await removeLetters(trx, into, moved.letters);
  if (moved.hasResponse) await saveResponse(trx, await responseHolder(tx, into), { lead_id: from });
  await saveOwnColumns(trx, from, moved.from);
  // who became part of another since cannot tell what of that one's is theirs
  const given = into === whole ? await takeBackColumns(tx, whole, moved.into) : {};
  await saveStage(trx, from, presentStage(await stagesOf(trx, from)) ?? 'lead');
  await saveStage(trx, whole, presentStage(await stagesOf(trx, whole)) ?? 'lead');
  await waitAgain(tx, from, whole, given);
  for (const id of [whole, from]) {
    await refreshLead(tx, id);
    await settleReferrals(tx, id);
  }
}

/** Who has the response that was moved to this lead: it moved on where the next had none. */
async function responseHolder({ trx, nowMs }: InTransaction, id: LeadId): Promise<LeadId> {
  const merge = (await mergedIntoOf(trx, id)) ? await lastMergeOf(trx, id) : undefined;
  return merge?.moved.hasResponse ? responseHolder({ trx, nowMs }, merge.into) : id;
}

/** Of the visitors that came with a lead, those that nobody on the way had before. */
async function linkedAlong({ trx }: InTransaction, from: LeadId, linked: string[]): Promise<string[]> {
  const next = await mergedIntoOf(trx, from);
  const merge = next ? await lastMergeOf(trx, next) : undefined;
  if (!next || !merge || merge.undoneAt !== null) return linked;
  const later = new Set(merge.moved.linked);
  return linkedAlong(
    { trx, nowMs: 0 },
    next,
    linked.filter((visitor) => later.has(visitor)),
  );
}

/** What a lead was given by the other and nobody has changed since, it gives back. */
async function takeBackColumns(
  { trx }: InTransaction,
  id: LeadId,
  { before, after }: { before: OwnColumns; after: OwnColumns },
): Promise<Partial<OwnColumns>> {
  const present = await ownColumnsOf(trx, id);
  const names = Object.keys(before) as (keyof OwnColumns)[];
  const given = names.filter((name) => before[name] !== after[name] && present[name] === after[name]);
  const back = Object.fromEntries(given.map((name) => [name, before[name]])) as Partial<OwnColumns>;
  await saveOwnColumns(trx, id, back);
  return back;
}

/** Whoever is to act on the lead is waited for again. */
async function waitAgain(
  tx: InTransaction,
  from: LeadId,
  whole: LeadId,
  given: Partial<OwnColumns>,
): Promise<void> {
  const { trx, nowMs } = tx;
  if ('assignment' in given) await moveDeadline(trx, whole, from);
  if ('owner' in given) await moveDeadline(trx, whole, from, ['follow_up']);
  const lead = await findLead(trx, from);
  if (lead?.owner) return void (await planFollowUp(tx, lead));
  const deadline = lead?.assignment?.deadline;
  if (deadline)
    await ensureTimer(
      trx,
      { kind: 'deadline', leadId: from, round: 0 },
      Math.max(nowMs, Date.parse(deadline)),
    );
}

async function tell(
  tx: InTransaction,
  { from, into }: { from: LeadId; into: LeadId },
  { lineId, by }: { lineId: string; by: string },
): Promise<void> {
  const [lead, other] = [await findLead(tx.trx, from), await findLead(tx.trx, into)];
  if (!lead || !other) return;
  await tellOne(tx, lead, { id: lineId, by, note: named(other) });
  await tellOne(tx, other, { id: newHistoryId(tx.nowMs), by, note: named(lead) });
}

const named = ({ name, company }: StoredLead): string | null => name ?? company;

async function tellOne(
  tx: InTransaction,
  lead: StoredLead,
  { id, by, note }: { id: string; by: string; note: string | null },
): Promise<void> {
  const line = { id, leadId: lead.id, at: tx.nowMs, kind: 'unmerged' as const, actor: by, note };
  await record(tx, line, cardChannel(lead));
  await oweCardUpdate(tx, lead);
}
