import { setImmediate } from 'node:timers/promises';
import { nextDigestAt } from '../domain/calendar.ts';
import { isClosed } from '../domain/stage.ts';
import { newHistoryId, type LeadId } from '../ids.ts';
import { insertHistory, recipientsOf } from '../storage/history.ts';
import { lockLead, saveAssignment, unannouncedLeads } from '../storage/leads.ts';
import { ensureTimer, nextDueTimer, setTimer, takeTimer, type Timer } from '../storage/timers.ts';
import { cardChannel, owe, oweCardUpdate, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { escalateLead } from './escalateLead.ts';
import { announceInDigest, oweDigest } from './oweDigest.ts';
import { planDigest } from './planDigest.ts';
import { remindOfFollowUp } from './planFollowUp.ts';
import { handOver, nextOwner } from './reassignLead.ts';
import { rebuildLead, refreshLead } from './refreshLead.ts';
import { continueRebuild } from './rebuildLeads.ts';
import { ensureDigests } from './planDigests.ts';
import { sendDigests } from './sendDigests.ts';
import { settingsValue } from './settings.ts';
import { ensureProgram } from './planProgram.ts';
import { keepProgram } from './keepProgram.ts';
import { chaseRewards } from './chaseRewards.ts';
import { escalateReferrals } from './escalateReferrals.ts';
import { asUnavailable } from './unavailable.ts';
import { wakeLead } from './wakeLead.ts';
import { continueTally, ensureTally } from './tallyTouches.ts';
import { continueCount, ensureCount } from './countVisitors.ts';
import { waitsForSlack } from './unseen.ts';

/** How often due timers are looked for when nothing rings, in milliseconds. */
const LOOK_EVERY_MS = 500;

/** Runs timers as they become due until `stop` is aborted. A database that is away only delays them. */
export async function runTimers(deps: Deps, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      // SQLite answers without a pause, and requests would wait until the last timer had run
      await setImmediate();
      if (await runNextTimer(deps)) continue;
    } catch (error) {
      deps.log.error({ err: error }, 'timers wait for the database');
    }
    await deps.signals.timers.wait(LOOK_EVERY_MS, stop);
  }
}

/** Runs one due timer in the transaction that removes it; false when none is due. */
export async function runNextTimer({ db, clock, log, signals }: Deps): Promise<boolean> {
  const nowMs = clock.now();
  const due = await nextDueTimer(db, nowMs);
  if (!due) return false;
  try {
    await db.transaction().execute(async (trx) => {
      // the lead before its timers, as everybody does, or two would wait for each other
      if ('leadId' in due) await lockLead(trx, due.leadId);
      const timer = await takeTimer(trx, due, nowMs);
      // once others have decided, or the history would tell it in another order
      if (timer) await runTimer({ trx, nowMs: clock.now() }, timer);
    });
  } catch (error) {
    if (asUnavailable(error)) throw error;
    // one that always fails must not keep the others from running
    log.error({ err: error, timer: due.kind }, 'a timer failed and will be tried again in a minute');
    await setTimer(db, due, nowMs + 60_000);
  }
  signals.deliveries.ring();
  return true;
}

/** Sets the timers that always run. One that is overdue stays: its work was not done yet. */
export async function ensureTimers({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const at = nextDigestAt(clock.now(), await settingsValue(db, 'calendar'));
  if (at !== null) await ensureTimer(db, { kind: 'digest' }, at);
  await ensureDigests(db, clock.now());
  await ensureTally(db, clock.now());
  await ensureCount(db, clock.now());
  await ensureProgram(db, clock.now());
}

async function runTimer(tx: InTransaction, timer: Timer): Promise<void> {
  if (await waitsForSlack(tx, timer)) return;
  switch (timer.kind) {
    case 'refresh_lead':
      await refreshLead(tx, timer.leadId);
      return;
    case 'recompute_lead':
      return rebuildLead(tx, timer.leadId);
    case 'rebuild':
      return continueRebuild(tx);
    case 'tally_touches':
      return continueTally(tx);
    case 'count_visitors':
      return continueCount(tx);
    case 'remind':
      return remind(tx, timer.leadId);
    case 'deadline':
      return missDeadline(tx, timer.leadId, timer.round);
    case 'escalate':
      return escalateLead(tx, timer.leadId, timer.sinceMs);
    case 'wake':
      return wakeLead(tx, timer.leadId);
    case 'follow_up':
      return remindOfFollowUp(tx, timer.leadId);
    case 'referral_promise':
      return escalateReferrals(tx, timer.leadId);
    case 'reward_promise':
      return chaseRewards(tx, timer.leadId, timer.after);
    case 'referral_program':
      return keepProgram(tx);
    case 'digest':
      return announceWarmLeads(tx);
    case 'digests':
      return sendDigests(tx, timer.sinceMs);
  }
}

/** Tells the person who should act, or the thread where nobody in particular should. */
async function remind(tx: InTransaction, leadId: LeadId): Promise<void> {
  const lead = await lockLead(tx.trx, leadId);
  if (!lead?.assignment || lead.owner !== null || isClosed(lead)) return;
  const { owner } = lead.assignment;
  const entry = {
    id: newHistoryId(tx.nowMs),
    leadId: lead.id,
    at: tx.nowMs,
    kind: 'reminded' as const,
    actor: null,
  };
  if (owner === null) {
    await record(tx, entry, cardChannel(lead));
    return;
  }
  await insertHistory(tx.trx, { ...entry, to: owner });
  await owe(tx, {
    kind: 'deadline_reminder',
    leadId: lead.id,
    channel: owner,
    payload: { slackUser: owner },
  });
}

/**
 * Nobody claimed the lead in time: the next of the pool has it. When everybody had their chance, or there
 * is no pool, it stays in the channel for whoever takes it.
 */
async function missDeadline(tx: InTransaction, leadId: LeadId, round: number): Promise<void> {
  const lead = await lockLead(tx.trx, leadId);
  if (!lead?.assignment || lead.owner !== null || isClosed(lead)) return;
  const { owner } = lead.assignment;
  const missed = {
    id: newHistoryId(tx.nowMs),
    leadId: lead.id,
    at: tx.nowMs,
    kind: 'deadline_missed' as const,
  };
  await record(tx, { ...missed, actor: null, to: owner }, cardChannel(lead));
  const next = await nextOwner(tx, lead, await recipientsOf(tx.trx, lead.id, 'deadline_missed'));
  if (next !== null) return handOver(tx, lead, { owner: next, by: null, round: round + 1 });
  const because = 'the deadline passed and nobody else is in line';
  await saveAssignment(tx.trx, lead.id, { ...lead.assignment, owner: null, deadline: null, because });
  await oweCardUpdate(tx, lead);
}

/** One digest a channel with the warm leads that came since the last, best first; then the next is set. */
async function announceWarmLeads(tx: InTransaction): Promise<void> {
  const leads = await unannouncedLeads(tx.trx);
  const byChannel = Map.groupBy(leads, (lead) => lead.assignment?.channel ?? '');
  for (const [channel, warm] of byChannel) {
    for (const part of inParts(warm, 45)) {
      const digest = await oweDigest(tx, channel, part);
      for (const { id } of part) await announceInDigest(tx.trx, { id, digest, announced: 'digest' });
    }
  }
  await planDigest(tx.trx, tx.nowMs, await settingsValue(tx.trx, 'calendar'));
}

/** A Slack message holds 50 blocks. */
function inParts<Row>(rows: readonly Row[], size: number): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}
