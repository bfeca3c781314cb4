import type { Database, Statement } from 'better-sqlite3';
import type { LeadId } from '../ids.ts';
import type { EventsTable } from './schema.ts';
import { timerRow } from './timer.ts';

export type StoredEvents = {
  /** The ids that were new. */
  fresh: string[];
  /** The leads that are known by a visitor of these events, and due to be looked at again. */
  leads: LeadId[];
};

/** Inserts within the transaction that is open, on statements that are prepared once. */
export type EventStore = (rows: readonly EventsTable[], nowMs: number) => StoredEvents;

const insertSql = `insert into events (id, site, visitor, lead_id, kind, at, sent_at, received_at, body)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`;
const leadsSql = 'select lead_id from lead_visitors where visitor = ?';
const timerSql = `insert into timers (id, kind, due_at, payload) values (@id, @kind, @due_at, @payload)
  on conflict (id) do update set due_at = excluded.due_at where timers.due_at > excluded.due_at`;

type Statements = {
  insert: Statement;
  leadsOf: Statement<[string], { lead_id: LeadId }>;
  setTimer: Statement;
};

export function createEventStore(file: Database): EventStore {
  let statements: Statements | undefined;
  return (rows, nowMs) => {
    // not before: the tables may have to be made first
    statements ??= {
      insert: file.prepare(insertSql),
      leadsOf: file.prepare(leadsSql),
      setTimer: file.prepare(timerSql),
    };
    const { insert, leadsOf, setTimer } = statements;
    const fresh: string[] = [];
    const leads = new Set<LeadId>();
    for (const row of rows) {
      const { id, site, visitor, lead_id, kind, at, sent_at, received_at, body } = row;
      const { changes } = insert.run(id, site, visitor, lead_id, kind, at, sent_at, received_at, body);
      if (changes === 1) fresh.push(id);
      if (visitor !== null) for (const known of leadsOf.all(visitor)) leads.add(known.lead_id);
    }
    for (const leadId of leads) setTimer.run(timerRow({ kind: 'refresh_lead', leadId }, nowMs));
    return { fresh, leads: [...leads] };
  };
}
