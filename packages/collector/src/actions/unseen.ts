import { isClosed } from '../domain/stage.ts';
import type { LeadId } from '../ids.ts';
import { lockLead, saveAssignment } from '../storage/leads.ts';
import { setTimer, type Timer } from '../storage/timers.ts';
import { isAnnouncementOwed } from '../storage/unseen.ts';
import { setDeadline } from './assignLead.ts';
import type { InTransaction } from './deps.ts';
import { minutesOf } from './reassignLead.ts';

/** An announcement that comes later than this counts as late, in milliseconds. */
const LATE_MS = 10_000;
const LOOK_AGAIN_MS = 60_000;
/** What Slack did not show in a day is not waited for any longer. */
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The time to act on a lead runs from when it can be seen: while Slack is away, or a burst stands before it,
 * nobody can claim it, and nobody shall be said to have missed it. So the timers of a lead whose card or
 * digest is still owed wait, and when that is given to the bot late, its deadline is set anew from that moment.
 * Where no bot was ever connected leads are claimed by other ways, and the time runs from their routing.
 *
 * True when the timer waits; it is set again in this transaction.
 */
export async function waitsForSlack(tx: InTransaction, timer: Timer): Promise<boolean> {
  if (timer.kind !== 'remind' && timer.kind !== 'deadline' && timer.kind !== 'escalate') return false;
  const lead = await lockLead(tx.trx, timer.leadId);
  if (!lead || lead.owner !== null) return false;
  if (!(await isAnnouncementOwed(tx.trx, lead, tx.nowMs - DAY_MS))) return false;
  await setTimer(tx.trx, timer, tx.nowMs + LOOK_AGAIN_MS);
  return true;
}

/** Gives a lead that is shown late its whole time, from now. `owedAt`: when it should have been shown. */
export async function restartDeadline(tx: InTransaction, leadId: LeadId, owedAt: number): Promise<void> {
  if (tx.nowMs - owedAt < LATE_MS) return;
  const lead = await lockLead(tx.trx, leadId);
  if (!lead?.assignment?.deadline || lead.owner !== null || isClosed(lead)) return;
  const minutes = await minutesOf(tx, lead);
  if (minutes === null) return;
  const { owner } = lead.assignment;
  const deadline = await setDeadline(tx, { lead, owner, startMs: tx.nowMs, minutes, round: 0 });
  await saveAssignment(tx.trx, lead.id, { ...lead.assignment, deadline });
}
