import type { Money, Stage } from '@headwater/contract';
import type { ReferredLeadEvent } from '../domain/referral.ts';
import { presentStage } from '../domain/stage.ts';
import { stageNote } from '../domain/stageNote.ts';
import { decisionId, type LeadId } from '../ids.ts';
import { lockLead, saveStage, type StoredLead } from '../storage/leads.ts';
import { insertStageChange, stagesOf } from '../storage/stages.ts';
import { cancelDeadline } from './assignLead.ts';
import { cardChannel, oweCardUpdate, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { tellColleagues } from './keepCards.ts';
import { keepCourse } from './keepJourney.ts';
import { moveReferrals } from './moveReferrals.ts';

export type StageRequest = {
  stage: Stage;
  by: string;
  /** When it happened, epoch milliseconds; now when absent. */
  at?: number | undefined;
  value?: Money | undefined;
  revenue?: Money | undefined;
  margin?: Money | undefined;
  reason?: string | undefined;
  eventId?: string | undefined;
};

export type StageAnswer = { outcome: 'changed' | 'unchanged' | 'duplicate' | 'unknown' | 'in_future' };

/** Clocks and time zones differ: what is reported for later today counts from now. */
const AHEAD_MS = 36 * 60 * 60 * 1000;

/** Moves a lead to a stage, with what depends on it: the card, its thread, and the referrals that brought it. */
export async function changeStage(
  { db, clock, signals }: Deps,
  id: LeadId,
  request: StageRequest,
): Promise<StageAnswer> {
  const nowMs = clock.now();
  const answer = await db.transaction().execute(async (trx): Promise<StageAnswer> => {
    const lead = await lockLead(trx, id);
    if (!lead) return { outcome: 'unknown' };
    return storeStage({ trx, nowMs }, lead, request);
  });
  signals.deliveries.ring();
  return answer;
}

/** {@link changeStage} inside the transaction of what caused it. The lead is locked. */
export async function storeStage(
  tx: InTransaction,
  lead: StoredLead,
  request: StageRequest,
): Promise<StageAnswer> {
  const { stage, by, at: reportedAt = tx.nowMs, eventId, ...body } = request;
  if (reportedAt > tx.nowMs + AHEAD_MS) return { outcome: 'in_future' };
  const at = Math.min(reportedAt, tx.nowMs);
  const id = decisionId(lead.id, eventId, tx.nowMs);
  const isNew = await insertStageChange(tx.trx, { id, leadId: lead.id, stage, at, actor: by, body });
  if (!isNew) return { outcome: 'duplicate' };
  await keepCourse(tx.trx, lead.id);
  const present = presentStage(await stagesOf(tx.trx, lead.id)) ?? stage;
  if (present === lead.stage) return { outcome: 'unchanged' };
  await saveStage(tx.trx, lead.id, present);
  await tellStage(tx, lead, { ...request, stage: present, id });
  await tellColleagues(tx, lead);
  return { outcome: 'changed' };
}

async function tellStage(
  tx: InTransaction,
  lead: StoredLead,
  change: StageRequest & { id: string },
): Promise<void> {
  const { stage, by, reason = null, value, revenue } = change;
  const isOut = stage === 'disqualified' || stage === 'lost';
  if (isOut || stage === 'customer') await cancelDeadline(tx.trx, lead.id);
  const kind = stage === 'disqualified' ? ('disqualified' as const) : ('stage_changed' as const);
  const to = kind === 'disqualified' ? null : stage;
  const entry = {
    id: change.id,
    leadId: lead.id,
    at: tx.nowMs,
    kind,
    actor: by,
    to,
    note: stageNote(change),
  };
  await record(tx, entry, cardChannel(lead));
  await oweCardUpdate(tx, lead);
  const event = referredLeadEvent(stage);
  if (event !== null)
    await moveReferrals(tx, lead.id, event, { reason, dealValue: revenue ?? value ?? null });
}

function referredLeadEvent(stage: Stage): ReferredLeadEvent | null {
  switch (stage) {
    case 'sql':
    case 'customer':
    case 'disqualified':
    case 'lost':
      return stage;
    case 'opportunity':
      return 'sql';
    case 'lead':
    case 'mql':
      return null;
  }
}
