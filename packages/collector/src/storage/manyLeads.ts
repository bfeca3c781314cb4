import type { StoredEvent } from '../domain/event.ts';
import type { Submission } from '../domain/submission.ts';
import type { LeadId } from '../ids.ts';
import type { CardState } from './cardState.ts';
import { lockRows, type Db } from './dialect.ts';
import { toStoredEvent } from './events.ts';
import { projectionColumns, toStoredLead, type LeadProjection, type StoredLead } from './leads.ts';
import { MOST_SUBMISSIONS, toSubmission } from './submissions.ts';
import { timerRow } from './timer.ts';

/** Leads by their ids, locked until the transaction ends; those that were merged into others are left out. */
export async function lockLeads(db: Db, ids: readonly LeadId[]): Promise<StoredLead[]> {
  if (ids.length === 0) return [];
  const query = db
    .selectFrom('leads')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id');
  const rows = await lockRows(db, query).execute();
  return rows.filter((row) => row.merged_into === null).map(toStoredLead);
}

/** What each lead submitted, as submissionsOf reads it of one. */
export async function submissionsOfMany(db: Db, ids: readonly LeadId[]): Promise<Map<LeadId, Submission[]>> {
  const rows = await db
    .selectFrom('submissions')
    .selectAll()
    .where('lead_id', 'in', ids)
    .where('via', '!=', 'repeat')
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  const byLead = Map.groupBy(rows, (row) => row.lead_id);
  return new Map([...byLead].map(([id, own]) => [id, own.slice(-MOST_SUBMISSIONS).map(toSubmission)]));
}

/** The journeys of many leads, in the order of their ids; null when they are more than `most` events together. */
export async function journeyEventsOfMany(
  db: Db,
  ids: readonly LeadId[],
  most: number,
): Promise<Map<LeadId, StoredEvent[]> | null> {
  const columns = ['id', 'kind', 'events.visitor', 'at', 'sent_at', 'received_at', 'body'] as const;
  const entered = await db
    .selectFrom('events')
    .select(columns)
    .select('lead_id')
    .where('lead_id', 'in', ids)
    .limit(most + 1)
    .execute();
  const visited = await db
    .selectFrom('lead_visitors')
    .innerJoin('events', 'events.visitor', 'lead_visitors.visitor')
    .select(columns)
    .select('lead_visitors.lead_id')
    .where('lead_visitors.lead_id', 'in', ids)
    .limit(most + 1)
    .execute();
  const rows = [...entered, ...visited];
  if (rows.length > most) return null;
  const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const byLead = Map.groupBy(sorted, (row) => row.lead_id as LeadId);
  return new Map([...byLead].map(([id, own]) => [id, own.map(toStoredEvent)]));
}

export type Refreshed = { lead: StoredLead; projection: LeadProjection; state: CardState };

/** Stores what was recomputed of many leads that exist and are locked. */
export async function saveProjections(db: Db, rows: readonly Refreshed[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('leads')
    .values(rows.map(leadColumns))
    // each is there: this updates many in one statement
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((row) => Object.fromEntries(written.map((name) => [name, row.ref(`excluded.${name}`)]))),
    )
    .execute();
}

const leadColumns = ({ lead, projection, state }: Refreshed) => ({
  id: lead.id,
  stage: lead.stage,
  role: lead.role,
  created_at: lead.createdAt,
  ...projectionColumns(projection),
  shown: state.shown,
  last_act: state.lastAct,
  last_act_at: state.lastActAt,
});

const written = [
  'email',
  'name',
  'company',
  'phone',
  'linkedin',
  'country',
  'account',
  'heard_from',
  'segment',
  'score',
  'score_lines',
  'temperature',
  'temperature_reasons',
  'original_source',
  'latest_source',
  'source',
  'channel',
  'family',
  'flags',
  'junk',
  'shown',
  'last_act',
  'last_act_at',
] as const;

/** Which of these accounts have cards in Slack, that tell of their other people. */
export async function accountsWithCards(db: Db, accounts: readonly string[]): Promise<Set<string>> {
  if (accounts.length === 0) return new Set();
  const rows = await db
    .selectFrom('leads')
    .select('account')
    .distinct()
    .where('account', 'in', [...new Set(accounts)])
    .where('merged_into', 'is', null)
    .where((row) => row.or([row('card', 'is not', null), row('announced', '=', 'card')]))
    .execute();
  return new Set(rows.flatMap(({ account }) => account ?? []));
}

export async function ensureAccounts(db: Db, domains: readonly string[], nowMs: number): Promise<void> {
  if (domains.length === 0) return;
  const sorted = [...new Set(domains)].sort();
  await db
    .insertInto('accounts')
    .values(sorted.map((domain) => ({ domain, owner: null, created_at: nowMs })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Has leads looked at again then, or sooner where that was planned. */
export async function planRefreshes(db: Db, ids: readonly LeadId[], dueAt: number): Promise<void> {
  if (ids.length === 0) return;
  const sorted = [...new Set(ids)].sort();
  await db
    .insertInto('timers')
    .values(sorted.map((leadId) => timerRow({ kind: 'refresh_lead', leadId }, dueAt)))
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((row) => ({ due_at: row.ref('excluded.due_at') }))
        .whereRef('timers.due_at', '>', 'excluded.due_at'),
    )
    .execute();
}

/** Up to `limit` leads after the id `after`, in the order of their ids, without those that were merged into others. */
export async function leadsAfter(db: Db, after: string, limit: number): Promise<StoredLead[]> {
  const rows = await db
    .selectFrom('leads')
    .selectAll()
    .where('id', '>', after as LeadId)
    .where('merged_into', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toStoredLead);
}
