import type { Stage } from '@headwater/contract';
import type { StoredEvent } from '../domain/event.ts';
import type { Submission } from '../domain/submission.ts';
import type { LeadId } from '../ids.ts';
import type { CardState } from './cardState.ts';
import { isAmong, lockRows, type Db } from './dialect.ts';
import { MOST_EVENTS, toStoredEvent } from './events.ts';
import { insertRows } from './manyRows.ts';
import { projectionColumns, toStoredLead, type LeadProjection, type StoredLead } from './leads.ts';
import { MOST_SUBMISSIONS, toSubmission } from './submissions.ts';
import { timerRow } from './timer.ts';

/** Leads by their ids, locked until the transaction ends; those that were merged into others are left out. */
export async function lockLeads(db: Db, ids: readonly LeadId[]): Promise<StoredLead[]> {
  if (ids.length === 0) return [];
  const query = db
    .selectFrom('leads')
    .selectAll()
    .where(isAmong(db, 'id', ids))
    .orderBy('id');
  const rows = await lockRows(db, query).execute();
  return rows.filter((row) => row.merged_into === null).map(toStoredLead);
}

/** What each lead submitted, as submissionsOf reads it of one. */
export async function submissionsOfMany(db: Db, ids: readonly LeadId[]): Promise<Map<LeadId, Submission[]>> {
  const rows = await db
    .selectFrom('submissions')
    .selectAll()
    .where(isAmong(db, 'lead_id', ids))
    .where('via', '!=', 'repeat')
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  const byLead = Map.groupBy(rows, (row) => row.lead_id);
  return new Map([...byLead].map(([id, own]) => [id, own.slice(-MOST_SUBMISSIONS).map(toSubmission)]));
}

/** What journeyEvents reads, of many leads; null when they are more than `most` events together. */
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
    .where(isAmong(db, 'lead_id', ids))
    .limit(most + 1)
    .execute();
  const visited = await db
    .selectFrom('lead_visitors')
    .innerJoin('events', 'events.visitor', 'lead_visitors.visitor')
    .select(columns)
    .select('lead_visitors.lead_id')
    .where(isAmong(db, 'lead_visitors.lead_id', ids))
    .limit(most + 1)
    .execute();
  const rows = [...entered, ...visited];
  if (rows.length > most) return null;
  const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const byLead = Map.groupBy(sorted, (row) => row.lead_id as LeadId);
  return new Map([...byLead].map(([id, own]) => [id, own.slice(-MOST_EVENTS).map(toStoredEvent)]));
}

export type Refreshed = { lead: StoredLead; projection: LeadProjection; state: CardState };

/** Stores what was recomputed of many leads that exist and are locked. */
export async function saveProjections(db: Db, rows: readonly Refreshed[]): Promise<void> {
  // each is there: this updates many in one statement
  const { all = [], rest = [] } = Object.groupBy(rows, (row) => (movesInIndexes(row) ? 'all' : 'rest'));
  await insertRows(db, 'leads', all.map(leadColumns), { key: ['id'], update: written });
  await insertRows(db, 'leads', rest.map(leadColumns), { key: ['id'], update: writtenApart });
}

/** The columns that indexes hold: SQLite writes those anew for each column that is named, also by the same value. */
const indexed = ['account', 'temperature', 'junk'] as const;

const movesInIndexes = ({ lead, projection }: Refreshed): boolean =>
  indexed.some((name) => lead[name] !== projection[name]);

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

const writtenApart = written.filter((name) => !indexed.some((one) => one === name));

/** Stores which leads are in which stage now. */
export async function saveStages(
  db: Db,
  byStage: ReadonlyMap<Stage, readonly { lead: { id: LeadId } }[]>,
): Promise<void> {
  for (const [stage, moved] of byStage)
    await db
      .updateTable('leads')
      .set({ stage })
      .where(
        isAmong(
          db,
          'id',
          moved.map(({ lead }) => lead.id),
        ),
      )
      .execute();
}

/** Which of these accounts have cards in Slack, that tell of their other people. */
export async function accountsWithCards(db: Db, accounts: readonly string[]): Promise<Set<string>> {
  if (accounts.length === 0) return new Set();
  const rows = await db
    .selectFrom('leads')
    .select('account')
    .distinct()
    .where(isAmong(db, 'account', accounts))
    .where('merged_into', 'is', null)
    .where((row) => row.or([row('card', 'is not', null), row('announced', '=', 'card')]))
    .execute();
  return new Set(rows.flatMap(({ account }) => account ?? []));
}

export async function ensureAccounts(db: Db, domains: readonly string[], nowMs: number): Promise<void> {
  const rows = [...new Set(domains)].sort().map((domain) => ({ domain, owner: null, created_at: nowMs }));
  await insertRows(db, 'accounts', rows, { key: ['domain'] });
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
