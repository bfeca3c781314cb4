import type { FollowUp, FollowUpState } from '@headwater/contract';
import { followUpPlan, followUpStateOf } from '../domain/followUps.ts';
import { isClosed } from '../domain/stage.ts';
import { workingTimeOf } from '../domain/workingTime.ts';
import type { LeadId } from '../ids.ts';
import { newHistoryId } from '../ids.ts';
import { claimedAtOf, followUpsOf } from '../storage/followUps.ts';
import { insertHistory } from '../storage/history.ts';
import { lockLead, type StoredLead } from '../storage/leads.ts';
import type { Db } from '../storage/dialect.ts';
import { cancelTimers, setTimer } from '../storage/timers.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/** Where a lead stands in the plan of its source; null while nobody has it, when it is closed, or without a plan. */
export async function readFollowUpState(
  db: Db,
  lead: StoredLead,
  tried?: readonly FollowUp[],
): Promise<FollowUpState | null> {
  if (lead.owner === null || isClosed(lead)) return null;
  const plan = followUpPlan(lead.originalSource, await settingsValue(db, 'followUps'));
  if (plan === null) return null;
  const people = await settingsValue(db, 'people');
  const calendar = await settingsValue(db, 'calendar');
  return followUpStateOf(plan, {
    claimedAtMs: (await claimedAtOf(db, lead.id)) ?? lead.createdAt,
    tried: tried ?? (await followUpsOf(db, lead.id)),
    snoozedUntilMs: lead.snoozed === null ? null : Date.parse(lead.snoozed.until),
    working: workingTimeOf(lead.owner, { people, calendar }),
  });
}

/** Sets when the owner is reminded of the next attempt; what was due before now is not asked for again. */
export async function planFollowUp(tx: InTransaction, lead: StoredLead): Promise<FollowUpState | null> {
  const state = await readFollowUpState(tx.trx, lead);
  const timer = { kind: 'follow_up' as const, leadId: lead.id };
  const dueMs = state?.nextAt ? Date.parse(state.nextAt) : 0;
  if (dueMs > tx.nowMs && lead.snoozed === null) await setTimer(tx.trx, timer, dueMs);
  else await cancelTimers(tx.trx, [timer]);
  return state;
}

/** The next attempt to reach a lead is due: its owner is told, once for each attempt. */
export async function remindOfFollowUp(tx: InTransaction, leadId: LeadId): Promise<void> {
  const lead = await lockLead(tx.trx, leadId);
  const state = lead && (await readFollowUpState(tx.trx, lead));
  if (!lead?.owner || !state?.nextAt) return;
  // the plan or the person's hours were changed since
  if (Date.parse(state.nextAt) > tx.nowMs) return void (await planFollowUp(tx, lead));
  const { made, attempts } = state;
  const news = { kind: 'follow_up_due' as const, attempt: made + 1, attempts };
  const entry = { id: newHistoryId(tx.nowMs), leadId: lead.id, at: tx.nowMs, kind: news.kind };
  await insertHistory(tx.trx, { ...entry, actor: null, to: lead.owner });
  await owe(tx, {
    kind: 'lead_news',
    leadId: lead.id,
    channel: lead.owner,
    payload: { slackUser: lead.owner, news },
  });
}
