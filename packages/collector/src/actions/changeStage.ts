import type { Money, Stage } from '@headwater/contract';
import { presentStage } from '../domain/stage.ts';
import { stageNote } from '../domain/stageNote.ts';
import { decisionId, type LeadId } from '../ids.ts';
import type { NewHistory } from '../storage/history.ts';
import { lockLead, saveStage, type StoredLead } from '../storage/leads.ts';
import { isKnownEvent } from '../storage/mergedNames.ts';
import { insertStageChange, stagesOf } from '../storage/stages.ts';
import { cancelDeadline } from './assignLead.ts';
import { cardChannel, oweCardUpdate, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { tellColleagues } from './keepCards.ts';
import { momentOf } from './reportedTime.ts';
import { settleReferrals } from './settleReferrals.ts';
import { keepCourse } from './keepJourney.ts';

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
  const { stage, by, at: reportedAt, eventId, ...body } = request;
  const at = momentOf(tx, reportedAt);
  if (at === null) return { outcome: 'in_future' };
  const id = decisionId(lead.id, eventId, tx.nowMs);
  if (await isKnownEvent(tx.trx, 'stage_changes', lead.id, eventId)) return { outcome: 'duplicate' };
  const isNew = await insertStageChange(tx.trx, { id, leadId: lead.id, stage, at, actor: by, body });
  if (!isNew) return { outcome: 'duplicate' };
  await keepCourse(tx.trx, lead.id);
  const present = presentStage(await stagesOf(tx.trx, lead.id)) ?? stage;
  const isMove = present !== lead.stage;
  if (isMove) await saveStage(tx.trx, lead.id, present);
  const isTold = isMove || (stage === 'customer' && body.revenue !== undefined);
  await record(tx, stageLine(lead.id, { ...request, id, at }), isTold ? cardChannel(lead) : null);
  if (isMove && endsWaiting(present)) await cancelDeadline(tx.trx, lead.id);
  if (isMove) await oweCardUpdate(tx, lead);
  await settleReferrals(tx, lead.id);
  if (isMove) await tellColleagues(tx, lead);
  return { outcome: isMove ? 'changed' : 'unchanged' };
}

/** Whether nobody is waited for in this stage. */
export const endsWaiting = (stage: Stage): boolean =>
  stage === 'disqualified' || stage === 'lost' || stage === 'customer';

/**
 * What the history of a lead says of a change of its stage: when it happened, and not when we were told, so that
 * the history is the same in whatever order changes are reported. Who is told only hears of what moves the lead.
 */
export function stageLine(leadId: LeadId, change: StageRequest & { id: string; at: number }): NewHistory {
  const { id, stage, by, at } = change;
  const kind = stage === 'disqualified' ? ('disqualified' as const) : ('stage_changed' as const);
  const to = kind === 'disqualified' ? null : stage;
  return { id, leadId, at, kind, actor: by, to, note: stageNote(change) };
}
