import type { RebuildProgress } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { findRebuild, leadsAfter, lockFreeLeads, lockRebuild, saveRebuild } from '../storage/rebuilds.ts';
import { setTimer } from '../storage/timers.ts';
import type { InTransaction } from './deps.ts';
import { recomputeLeads } from './refreshLeads.ts';

/** Leads in one transaction: few, since whatever arrives meanwhile waits for it on SQLite. */
const LEADS_AT_ONCE = 20;

/** Somebody else has the next lead in hand: it is asked for again after this long. */
const BUSY_MS = 100;

/** The timer's part: some leads, and the timer again while there are more. */
export async function continueRebuild(tx: InTransaction): Promise<void> {
  const step = await stepRebuild(tx);
  if (step === 'over') return;
  await setTimer(tx.trx, { kind: 'rebuild' }, tx.nowMs + (step === 'busy' ? BUSY_MS : 0));
}

/**
 * Recomputes the next leads and remembers how far it came, in one transaction: a process that dies between two
 * goes on where it was, one that dies within has done nothing. Owes Slack nothing.
 */
export async function stepRebuild(tx: InTransaction): Promise<'further' | 'busy' | 'over'> {
  const { trx, nowMs } = tx;
  const rebuild = await lockRebuild(trx);
  if (!rebuild || rebuild.finished_at !== null) return 'over';
  const next = await leadsAfter(trx, rebuild.last_lead, LEADS_AT_ONCE);
  const taken = await freeFirst(trx, next);
  await recomputeLeads(tx, taken);
  const done = rebuild.done + taken.length;
  const isOver = next.length === 0;
  await saveRebuild(trx, {
    done,
    // leads that came meanwhile are looked at as well, and some were merged
    total: isOver ? done : Math.max(rebuild.total, done),
    last_lead: taken.at(-1) ?? rebuild.last_lead,
    finished_at: isOver ? nowMs : null,
  });
  if (isOver) return 'over';
  return taken.length > 0 ? 'further' : 'busy';
}

/** The leads up to the first that somebody else holds: waiting for it with others in hand could be for ever. */
async function freeFirst(db: Db, ids: readonly LeadId[]): Promise<readonly LeadId[]> {
  if (ids.length === 0) return ids;
  const free = await lockFreeLeads(db, ids);
  const busy = ids.findIndex((id) => !free.has(id));
  return busy === -1 ? ids : ids.slice(0, busy);
}

/** How far the last recomputing came; all null where there was none yet. */
export async function readRebuild(db: Db): Promise<RebuildProgress> {
  const rebuild = await findRebuild(db);
  if (!rebuild) return { done: 0, total: 0, startedAt: null, finishedAt: null, reason: null };
  const { done, total, started_at, finished_at, reason } = rebuild;
  return {
    done,
    total,
    startedAt: new Date(started_at).toISOString(),
    finishedAt: finished_at === null ? null : new Date(finished_at).toISOString(),
    reason,
  };
}
