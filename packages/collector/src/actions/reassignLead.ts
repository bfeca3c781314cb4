import type { Team } from '../domain/routing-pool.ts';
import { membersCounted, nextInPool } from '../domain/routing.ts';
import { isClosed } from '../domain/stage.ts';
import { decisionId, type LeadId } from '../ids.ts';
import { isRecorded } from '../storage/history.ts';
import { lockLead, saveAssignment, saveOwner, type StoredLead } from '../storage/leads.ts';
import { lockTurns, takeTurn } from '../storage/pools.ts';
import { setDeadline } from './assignLead.ts';
import { staffOf } from './decideRoute.ts';
import { cardChannel, oweCardUpdate, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/** `owner` undefined means the next of the pool. */
export type ReassignRequest = { owner?: string | undefined; by: string; eventId?: string | undefined };

/** Who should act on the lead from now on. */
export type ReassignAnswer =
  | { outcome: 'reassigned'; leadId: LeadId; owner: string | null }
  | { outcome: 'unknown' | 'nobody_else' | 'closed' };

/** Hands a lead to somebody else, who has a deadline of their own to claim it. */
export async function reassignLead(
  { db, clock, signals }: Deps,
  id: LeadId,
  request: ReassignRequest,
): Promise<ReassignAnswer> {
  const answer = await db.transaction().execute(async (trx): Promise<ReassignAnswer> => {
    const lead = await lockLead(trx, id);
    if (!lead) return { outcome: 'unknown' };
    // once others have decided, or the history would tell it in another order
    const nowMs = clock.now();
    const tx = { trx, nowMs };
    if (await isRecorded(trx, decisionId(lead.id, request.eventId, nowMs))) {
      return { outcome: 'reassigned', leadId: lead.id, owner: lead.owner ?? lead.assignment?.owner ?? null };
    }
    if (isClosed(lead)) return { outcome: 'closed' };
    const owner = request.owner ?? (await nextOwner(tx, lead));
    if (owner === null) return { outcome: 'nobody_else' };
    await handOver(tx, lead, { owner, by: request.by, eventId: request.eventId });
    return { outcome: 'reassigned', leadId: lead.id, owner };
  });
  signals.deliveries.ring();
  return answer;
}

/** The next of the pool that the lead was routed to, leaving out who had their chance; null where nobody is free. */
export async function nextOwner(
  { trx, nowMs }: InTransaction,
  lead: StoredLead,
  had: ReadonlySet<string | null> = new Set(),
): Promise<string | null> {
  const { assignment } = lead;
  if (assignment === null) return null;
  const routing = await settingsValue(trx, 'routing');
  const { pool: asked = routing.rules.find((rule) => rule.name === assignment.rule)?.then.pool } = assignment;
  const pool = routing.pools.find((each) => each.name === asked);
  if (!pool) return null;
  const turns = await lockTurns(trx, [pool.name]);
  const counted = (team: Team) => membersCounted(pool, team);
  const staff = await staffOf(trx, nowMs, { counted, turns, except: lead.id });
  const { owner } = nextInPool(pool, staff, { present: lead.owner ?? assignment.owner, had });
  if (owner !== null) await takeTurn(trx, pool.name);
  return owner;
}

/** Changes who should act; a repeat of the same event changes nothing. */
export async function handOver(
  tx: InTransaction,
  lead: StoredLead,
  {
    owner,
    by,
    eventId,
    round = 0,
  }: { owner: string; by: string | null; eventId?: string | undefined; round?: number },
): Promise<void> {
  const before = lead.assignment;
  const channel = before?.channel ?? (await settingsValue(tx.trx, 'routing')).fallback.channel;
  const entry = { leadId: lead.id, at: tx.nowMs, kind: 'reassigned' as const, actor: by, to: owner };
  const isNew = await record(tx, { id: decisionId(lead.id, eventId, tx.nowMs), ...entry }, cardChannel(lead));
  if (!isNew) return;
  await saveOwner(tx.trx, lead.id, null);
  const deadline = await setDeadline(tx, {
    lead,
    owner,
    startMs: tx.nowMs,
    minutes: await minutesOf(tx, lead),
    round,
  });
  const because = by === null ? 'the deadline passed' : `${by} handed it over`;
  const kept = before ?? { rule: 'by hand', tried: [], channel };
  await saveAssignment(tx.trx, lead.id, { ...kept, owner, deadline, because });
  await oweCardUpdate(tx, lead);
}

/** The working minutes that the rule of a lead's assignment gives; null where it gives no deadline. */
export async function minutesOf({ trx }: InTransaction, lead: StoredLead): Promise<number | null> {
  const { rules } = await settingsValue(trx, 'routing');
  return rules.find((rule) => rule.name === lead.assignment?.rule)?.then.deadlineMinutes ?? null;
}
