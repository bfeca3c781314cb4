import type { Assignment } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
import { timerId, type Timer } from './timer.ts';

/** Notes that a digest of a period was sent; false when it was noted before: it is sent once, whatever happens. */
export async function noteDigest(
  db: Db,
  digest: { kind: string; recipient: string; period: string; sentAt: number },
): Promise<boolean> {
  const { sentAt, ...key } = digest;
  const inserted = await db
    .insertInto('digests_sent')
    .values({ ...key, sent_at: sentAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('kind')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Moves a timer that is set; what is overdue stays, because its work was not done yet. */
export async function moveTimer(db: Db, timer: Timer, dueAt: number, nowMs: number): Promise<void> {
  await db
    .updateTable('timers')
    .set({ due_at: dueAt })
    .where('id', '=', timerId(timer))
    .where('due_at', '>', nowMs)
    .execute();
}

type Between = { fromMs: number; untilMs: number };

/** The leads that were first routed in a period, where to, and what they come from. */
export async function routedBetween(
  db: Db,
  { fromMs, untilMs }: Between,
): Promise<{ id: LeadId; channel: string; source: string }[]> {
  const rows = await db
    .selectFrom('history')
    .innerJoin('leads', 'leads.id', 'history.lead_id')
    .select((row) => [
      'leads.id as id',
      'leads.assignment as assignment',
      'leads.source as source',
      'leads.channel as channel',
      row
        .selectFrom('history as first')
        .select((first) => first.fn.min('first.at').as('at'))
        .whereRef('first.lead_id', '=', 'history.lead_id')
        .where('first.kind', '=', 'assigned')
        .as('firstAt'),
    ])
    .where('history.kind', '=', 'assigned')
    .where('history.at', '>=', fromMs)
    .where('history.at', '<', untilMs)
    .where('leads.junk', '=', 0)
    .where('leads.merged_into', 'is', null)
    .execute();
  const first = rows.filter(({ firstAt }) => firstAt !== null && firstAt >= fromMs);
  const leads = first.flatMap(({ id, assignment, source, channel }) =>
    assignment === null
      ? []
      : [{ id, channel: (JSON.parse(assignment) as Assignment).channel, source: named(source) ?? channel }],
  );
  return [...new Map(leads.map((lead) => [lead.id, lead])).values()];
}

/** `(direct)` and its like are no names. */
const named = (source: string | null): string | null => (source?.startsWith('(') ? null : source);

/** Since then, the first missed deadline of each lead that missed one. */
export async function firstMisses(db: Db, sinceMs: number): Promise<Map<LeadId, number>> {
  const rows = await db
    .selectFrom('history')
    .select((row) => ['lead_id as id', row.fn.min('at').as('at')])
    .where('kind', '=', 'deadline_missed')
    .where('at', '>=', sinceMs)
    .groupBy('lead_id')
    .execute();
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** Who referred which lead in a period; duplicates and junk are none. */
export async function referredBetween(
  db: Db,
  { fromMs, untilMs }: Between,
): Promise<{ leadId: LeadId; referrer: string }[]> {
  return db
    .selectFrom('referrals')
    .select(['lead_id as leadId', 'referrer'])
    .where('program', '=', 'employee')
    .where('created_at', '>=', fromMs)
    .where('created_at', '<', untilMs)
    .where('state', 'not in', ['duplicate', 'rejected'])
    .execute();
}
