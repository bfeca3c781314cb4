import type { Snooze } from '@headwater/contract';
import { personOf } from '../domain/people.ts';
import { snoozedUntil } from '../domain/snooze.ts';
import { isClosed } from '../domain/stage.ts';
import { decisionId, type LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { isRecorded } from '../storage/history.ts';
import { lockLead, saveAssignment, type StoredLead } from '../storage/leads.ts';
import { saveSnooze } from '../storage/snoozes.ts';
import { setTimer } from '../storage/timers.ts';
import { cancelDeadline } from './assignLead.ts';
import { cardChannel, oweCardUpdate, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/** `until`: a time by name, a day, or a moment. */
export type SnoozeRequest = { until: string; reason: string; by: string; eventId?: string | undefined };

export type SnoozeAnswer =
  | { outcome: 'snoozed'; leadId: LeadId; snoozed: Snooze | null }
  | { outcome: 'unknown' | 'closed' | 'not_ahead' };

/**
 * Puts a lead off with a reason: nobody is reminded of it until that date, and then its deadline begins anew.
 * Whoever claims, reassigns or closes it ends that.
 */
export async function snoozeLead(
  { db, clock, signals }: Deps,
  id: LeadId,
  request: SnoozeRequest,
): Promise<SnoozeAnswer> {
  const nowMs = clock.now();
  const answer = await db.transaction().execute(async (trx): Promise<SnoozeAnswer> => {
    const tx = { trx, nowMs };
    const lead = await lockLead(trx, id);
    if (!lead) return { outcome: 'unknown' };
    const { snoozed } = lead;
    if (await isRecorded(trx, decisionId(lead.id, request.eventId, nowMs)))
      return { outcome: 'snoozed', leadId: lead.id, snoozed };
    if (isClosed(lead)) return { outcome: 'closed' };
    const untilMs = snoozedUntil(request.until, nowMs, await timeZoneOf(tx, request.by));
    if (untilMs === null) return { outcome: 'not_ahead' };
    return { outcome: 'snoozed', leadId: lead.id, snoozed: await putOff(tx, lead, { ...request, untilMs }) };
  });
  signals.deliveries.ring();
  return answer;
}

async function putOff(
  tx: InTransaction,
  lead: StoredLead,
  { untilMs, reason, by, eventId }: SnoozeRequest & { untilMs: number },
): Promise<Snooze> {
  const snoozed = { until: new Date(untilMs).toISOString(), reason, by };
  await cancelDeadline(tx.trx, lead.id);
  await snoozeUntil(tx.trx, lead.id, snoozed);
  if (lead.assignment) await saveAssignment(tx.trx, lead.id, { ...lead.assignment, deadline: null });
  const id = decisionId(lead.id, eventId, tx.nowMs);
  const entry = { id, leadId: lead.id, at: tx.nowMs, kind: 'snoozed' as const, actor: by };
  await record(tx, { ...entry, to: snoozed.until, note: reason }, cardChannel(lead));
  await oweCardUpdate(tx, lead);
  return snoozed;
}

/** Stores that a lead waits, and when it is looked at again. */
export async function snoozeUntil(db: Db, leadId: LeadId, snoozed: Snooze): Promise<void> {
  await saveSnooze(db, leadId, snoozed);
  await setTimer(db, { kind: 'wake', leadId }, Date.parse(snoozed.until));
}

/** Tomorrow morning is that of the person who says so. */
async function timeZoneOf({ trx }: InTransaction, by: string): Promise<string> {
  const { hours } = personOf(await settingsValue(trx, 'people'), by);
  return hours?.timeZone ?? (await settingsValue(trx, 'calendar')).timeZone;
}
