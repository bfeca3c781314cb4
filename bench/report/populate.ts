import { packCourse, packTouches } from '../../packages/collector/src/domain/reports/pack.ts';
import { originalAndLatest } from '../../packages/collector/src/domain/journey.ts';
import { accountOf } from '../../packages/collector/src/domain/account.ts';
import { leastOf } from '../../packages/collector/src/domain/routing-facts.ts';
import { rowRevision, type Db } from '../../packages/collector/src/storage/dialect.ts';
import type { Schema } from '../../packages/collector/src/storage/schema.ts';
import { createBackground } from './background.ts';
import { makeLeads, type MadeLead } from './generate.ts';

/** Rows in one statement: SQLite takes 32,766 values. */
const ROWS = 1_000;
const LEADS = 2_000;

export type Populated = { leads: number; touches: number; customers: number };

/** Writes generated leads as raw rows, and the row by which reports know each, packed as the collector packs it. */
export async function populate(db: Db, count: number, site: string): Promise<Populated> {
  const made = { leads: 0, touches: 0, customers: 0 };
  const background = createBackground();
  for (const leads of inPages(makeLeads(count), LEADS)) {
    await db.transaction().execute((trx) => insertPage(trx, leads, site));
    leads.forEach(background.add);
    made.leads += leads.length;
    made.touches += leads.reduce((sum, { touches }) => sum + touches.length, 0);
    made.customers += leads.filter(({ revenue }) => revenue !== null).length;
  }
  await background.write(db, site);
  return made;
}

function* inPages<Value>(values: Iterable<Value>, size: number): Generator<Value[]> {
  let page: Value[] = [];
  for (const value of values) {
    page.push(value);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function insertPage(db: Db, leads: readonly MadeLead[], site: string): Promise<void> {
  await insertAll(
    db,
    'events',
    leads.flatMap((lead) => eventRows(lead, site)),
  );
  await insertAll(db, 'leads', leads.map(leadRow));
  await insertAll(
    db,
    'lead_visitors',
    leads.map(({ id, visitor }) => ({ lead_id: id, visitor })),
  );
  await insertAll(
    db,
    'submissions',
    leads.map((lead) => submissionRow(lead, site)),
  );
  await insertAll(db, 'stage_changes', leads.flatMap(stageRows));
  const revision = rowRevision(db, 'journeys');
  await insertAll(
    db,
    'journeys',
    leads.map((lead) => ({ ...journeyRow(lead, site), revision })),
  );
}

async function insertAll(db: Db, table: keyof Schema, rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS)
    await db
      .insertInto(table)
      .values(rows.slice(from, from + ROWS))
      .execute();
}

const eventRows = ({ visitor, touches }: MadeLead, site: string) =>
  touches.map(({ id, at, body }) => ({
    id,
    site,
    visitor,
    lead_id: null,
    kind: 'touch',
    at,
    sent_at: at,
    received_at: at,
    body: JSON.stringify(body),
  }));

const submissionRow = (lead: MadeLead, site: string) => ({
  id: `${lead.visitor.slice(0, -1)}f${lead.n}`,
  lead_id: lead.id,
  site,
  via: 'form',
  received_at: lead.createdAt,
  body: JSON.stringify({ email: lead.email, country: lead.country, fields: lead.fields, flags: [] }),
});

function leadRow(lead: MadeLead) {
  const { original, latest } = originalAndLatest(lead.touches, lead.createdAt);
  return {
    id: lead.id,
    email: lead.email,
    country: lead.country,
    account: accountOf(lead.email),
    stage: lead.stages.at(-1)?.stage ?? 'lead',
    score: 0,
    score_lines: '[]',
    temperature: 'cold',
    temperature_reasons: '[]',
    original_source: JSON.stringify(original),
    latest_source: JSON.stringify(latest),
    source: original.source,
    channel: original.channel,
    family: original.family,
    flags: '[]',
    junk: 0,
    created_at: lead.createdAt,
  };
}

const stageRows = ({ id, stages, revenue }: MadeLead) =>
  stages.map(({ stage, at }) => ({
    id: `${id}:${stage}`,
    lead_id: id,
    stage,
    at,
    actor: 'bench',
    body: JSON.stringify(stage === 'customer' ? { revenue } : {}),
  }));

/** The row as refreshLead would write it. */
export function journeyRow(lead: MadeLead, site: string) {
  const { createdAt, country, fields, touches, stages, revenue } = lead;
  const lastAt = stages.at(-1)?.at ?? createdAt;
  const packed = packTouches({
    createdAt,
    junk: false,
    site,
    country,
    industry: fields['industry'] ?? null,
    companySize: leastOf(fields['companySize'] ?? ''),
    segment: null,
    account: accountOf(lead.email),
    heardFrom: null,
    ...originalAndLatest(touches, createdAt),
    touches: touches.map(({ at, resolved }) => ({ at, kind: 'touch', resolved })),
  });
  const course = packCourse({
    reached: [{ stage: 'lead' as const, at: createdAt }, ...stages].map((each) => ({
      ...each,
      isImplied: false,
    })),
    value: null,
    revenue: revenue ? [{ id: '', at: lastAt, kind: 'new', amount: revenue, margin: null }] : [],
    exits: [],
  });
  return { lead_id: lead.id, touches: packed, course };
}
