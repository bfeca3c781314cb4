import type { Assignment } from '@headwater/contract';
import { addWorkingMinutes, nextDigestAt } from '../domain/calendar.ts';
import { workingTimeOf } from '../domain/workingTime.ts';
import { newHistoryId, type LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { insertHistory } from '../storage/history.ts';
import { saveAssignment, type StoredLead } from '../storage/leads.ts';
import { insertResponse } from '../storage/responses.ts';
import { endSnoozes } from '../storage/snoozes.ts';
import { cancelTimers, setTimer } from '../storage/timers.ts';
import { decideRoute } from './decideRoute.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/** Of the time until the deadline, the part after which the owner is reminded: minute 3 of 5. */
const REMIND_AFTER = 0.6;
/** Times the deadline, after which a manager hears of it: minute 15 of 5. */
const ESCALATE_AFTER = 3;

/** Decides by the routing rules who should act on a lead and until when, and stores the decision. */
export async function assignLead(tx: InTransaction, lead: StoredLead): Promise<Assignment> {
  const startMs = lead.temperature === 'hot' ? tx.nowMs : await digestTime(tx);
  const route = await decideRoute(tx, lead, startMs);
  const { deadlineMinutes: minutes, turnOf: _pool, ...decided } = route;
  const { rule, because, owner } = decided;
  const deadline = await setDeadline(tx, { lead, owner, startMs, minutes, round: 0 });
  const deadlineAt = deadline === null ? null : Date.parse(deadline);
  await insertResponse(tx.trx, lead.id, { announcedAt: startMs, deadlineAt });
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
 * Sets the reminder, the deadline and the escalation of an assignment in the working time of `owner`, and
 * answers the deadline. `round` counts the assignments that a missed deadline brought: the manager hears of
 * the lead at the time that the first of them set.
 */
export async function setDeadline(
  { trx }: InTransaction,
  {
    lead,
    owner,
    startMs,
    minutes,
    round,
  }: {
    lead: StoredLead;
    owner: string | null;
    startMs: number;
    minutes: number | null;
    round: number;
  },
): Promise<string | null> {
  if (round === 0 && lead.assignment !== null) await cancelDeadline(trx, lead.id);
  if (minutes === null) return null;
  const people = await settingsValue(trx, 'people');
  const working = workingTimeOf(owner, { people, calendar: await settingsValue(trx, 'calendar') });
  const after = (part: number): number => addWorkingMinutes(startMs, minutes * part, working);
  const leadId = lead.id;
  const deadlineMs = after(1);
  await setTimer(trx, { kind: 'remind', leadId, round }, after(REMIND_AFTER));
  await setTimer(trx, { kind: 'deadline', leadId, round }, deadlineMs);
  if (round === 0) await setTimer(trx, { kind: 'escalate', leadId, sinceMs: startMs }, after(ESCALATE_AFTER));
  return new Date(deadlineMs).toISOString();
}

/** Nobody is waited for any more, and no date either. */
export const cancelDeadline = (db: Db, leadId: LeadId): Promise<void> => cancelDeadlines(db, [leadId]);

/** {@link cancelDeadline} of many leads. */
export async function cancelDeadlines(db: Db, leadIds: readonly LeadId[]): Promise<void> {
  if (leadIds.length === 0) return;
  const timers = leadIds.flatMap((leadId) => [
    { kind: 'remind' as const, leadId, round: 0 },
    { kind: 'deadline' as const, leadId, round: 0 },
    { kind: 'escalate' as const, leadId, sinceMs: 0 },
    { kind: 'wake' as const, leadId },
    { kind: 'follow_up' as const, leadId },
  ]);
  await cancelTimers(db, timers);
  await endSnoozes(db, leadIds);
}
