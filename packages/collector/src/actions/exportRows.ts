import type { Credits, ExportKind, Lead, Touch } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { eventsAfter } from '../storage/events.ts';
import { leadsAfter } from '../storage/manyLeads.ts';
import type { EventsTable } from '../storage/schema.ts';
import { createCreditsReader } from './readCredits.ts';
import { leadView, readTouches } from './readLead.ts';

const ROWS_A_PAGE = 500;

/**
 * Everything of one kind, in the order of its ids: events as they are stored, leads as the interface shows them,
 * touches of leads as they are resolved now, credits for each stage that a lead reached by each model. Read page by page, so that nobody waits for the whole.
 */
export function exportRows(db: Db, kind: ExportKind): AsyncGenerator<object> {
  switch (kind) {
    case 'events':
      return exportEvents(db);
    case 'leads':
      return exportLeads(db);
    case 'touches':
      return exportTouches(db);
    case 'credits':
      return exportCredits(db);
  }
}

async function* exportEvents(db: Db): AsyncGenerator<object> {
  for await (const row of pages((after: string) => eventsAfter(db, after, ROWS_A_PAGE))) yield exported(row);
}

async function* exportLeads(db: Db): AsyncGenerator<Lead> {
  for await (const lead of allLeads(db)) yield leadView(db, lead);
}

async function* exportTouches(db: Db): AsyncGenerator<Touch & { leadId: LeadId }> {
  for await (const { id: leadId } of allLeads(db)) {
    for (const touch of (await readTouches(db, leadId)) ?? []) yield { leadId, ...touch };
  }
}

async function* exportCredits(db: Db): AsyncGenerator<Credits & { leadId: LeadId }> {
  const creditsOf = await createCreditsReader(db);
  for await (const lead of allLeads(db))
    for await (const credits of creditsOf(lead)) yield { leadId: lead.id, ...credits };
}

const allLeads = (db: Db) => pages((after: string) => leadsAfter(db, after, ROWS_A_PAGE));

async function* pages<Row extends { id: string }>(
  read: (after: string) => Promise<Row[]>,
): AsyncGenerator<Row> {
  let after = '';
  for (;;) {
    const rows = await read(after);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

function exported({ id, site, visitor, lead_id, kind, at, sent_at, received_at, body }: EventsTable) {
  const what = JSON.parse(body) as object;
  return { id, site, visitor, leadId: lead_id, kind, at, sentAt: sent_at, receivedAt: received_at, ...what };
}
