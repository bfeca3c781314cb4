import type { Assignment } from '@headwater/contract';
import { addWorkingMinutes, nextDigestAt } from '../domain/calendar.ts';
import { newHistoryId, type LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { insertHistory } from '../storage/history.ts';
import { saveAssignment, type StoredLead } from '../storage/leads.ts';
import { cancelTimers, setTimer } from '../storage/timers.ts';
import { decideRoute } from './decideRoute.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/** Of the time until the deadline, the part after which the owner is reminded: minute 3 of 5. */
const REMIND_AFTER = 0.6;

/** Decides by the routing rules who should act on a lead and until when, and stores the decision. */
export async function assignLead(tx: InTransaction, lead: StoredLead): Promise<Assignment> {
  const startMs = lead.temperature === 'hot' ? tx.nowMs : await digestTime(tx);
  const route = await decideRoute(tx, lead, startMs);
  const deadline = await setDeadline(tx, { lead, startMs, minutes: route.deadlineMinutes, round: 0 });
  const { deadlineMinutes: _minutes, turnOf: _pool, ...decided } = route;
  const { rule, because, owner } = decided;
  const assignment: Assignment = { ...decided, deadline };
  await saveAssignment(tx.trx, lead.id, assignment);
  await insertHistory(tx.trx, {
    id: newHistoryId(tx.nowMs),
    leadId: lead.id,
    at: tx.nowMs,
    kind: 'assigned',
    actor: null,
    to: owner,
    note: `${rule}: ${because}`,
  });
  for (const slackUser of decided.watchers) {
    await owe(tx, { kind: 'watcher_note', leadId: lead.id, channel: slackUser, payload: { slackUser } });
  }
  return assignment;
}

/** Warm leads are seen when the next digest comes; their time runs from then. */
async function digestTime({ trx, nowMs }: InTransaction): Promise<number> {
  const calendar = await settingsValue(trx, 'calendar');
  return nextDigestAt(nowMs, calendar) ?? nowMs;
}

/**
 * Sets the reminder and the deadline of an assignment in working time, and answers the deadline.
 * `round` counts assignments of this lead, so that a timer of an earlier one is recognised.
 */
export async function setDeadline(
  { trx }: InTransaction,
  {
    lead,
    startMs,
    minutes,
    round,
  }: { lead: StoredLead; startMs: number; minutes: number | null; round: number },
): Promise<string | null> {
  if (minutes === null) {
    await cancelDeadline(trx, lead.id);
    return null;
  }
  const calendar = await settingsValue(trx, 'calendar');
  const deadlineMs = addWorkingMinutes(startMs, minutes, calendar);
  const remindMs = addWorkingMinutes(startMs, minutes * REMIND_AFTER, calendar);
  await setTimer(trx, { kind: 'remind', leadId: lead.id, round }, remindMs);
  await setTimer(trx, { kind: 'deadline', leadId: lead.id, round }, deadlineMs);
  return new Date(deadlineMs).toISOString();
}

/** Nobody is waited for any more. */
export async function cancelDeadline(db: Db, leadId: LeadId): Promise<void> {
  await cancelTimers(db, [
    { kind: 'remind', leadId, round: 0 },
    { kind: 'deadline', leadId, round: 0 },
  ]);
}
