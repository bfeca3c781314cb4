import { enteredLead, offlineKinds, type EnteredLead } from '@headwater/contract';
import { countryCode } from '../../domain/countryName.ts';
import { identityKeys } from '../../domain/identity.ts';
import { readMoment } from '../../domain/moment.ts';
import { newLeadId, type LeadId } from '../../ids.ts';
import type { Db } from '../../storage/dialect.ts';
import { insertEvents } from '../../storage/events.ts';
import {
  backdateLead,
  claimFreeKeys,
  holdersAmong,
  identityName,
  insertLeads,
  insertSubmissions,
  leadsAmong,
  nameEmail,
  submissionsAmong,
} from '../../storage/importedLeads.ts';
import type { InTransaction } from '../deps.ts';
import { kindOf } from '../enterLead.ts';
import { identifyLead } from '../identifyLead.ts';
import { storableBody } from '../storableBody.ts';
import type { CellError, Cells } from './columns.ts';
import { checked, rowId, type Applied, type Importer, type Read } from './importer.ts';

/** `at` is when the lead became known, epoch milliseconds; null where the file does not say. */
type LeadRow = { id: string; lead: EnteredLead; kind: string; at: number | null };

const columns = {
  known: [
    'email',
    'name',
    'company',
    'phone',
    'linkedin',
    'country',
    'heard_from',
    'source',
    'medium',
    'campaign',
    'content',
    'kind',
    'created_at',
    'external_id',
  ],
  required: ['source'],
  oneOf: ['email', 'phone', 'linkedin', 'name'],
};

/** Leads as lists and CRMs have them. What is imported is history unless `isNews`. */
export function leadImporter({ isNews }: { isNews: boolean }): Importer<LeadRow, LeadRow> {
  return {
    columns,
    rowsAtOnce: 500,
    read: readLead,
    check: async (_db, rows) => ({ ready: rows, errors: [] }),
    fresh: async (db, rows) => (await freshRows(db, rows)).map(({ id }) => id),
    apply: (tx, rows) => applyLeads(tx, rows, isNews),
  };
}

const columnByField: Readonly<Record<string, string>> = { heardFrom: 'heard_from', at: 'created_at' };

function readLead(cells: Cells, nowMs: number): Read<LeadRow> {
  const { heard_from: heardFrom, created_at: createdAt, external_id: externalId, kind, ...given } = cells;
  const country = given['country'] === undefined ? undefined : countryCode(given['country']);
  const moment = createdAt === undefined ? undefined : readMoment(createdAt, nowMs);
  const slug = kind === undefined ? undefined : kindOf(kind);
  const errors: CellError[] = [];
  if (moment && 'reason' in moment) errors.push({ column: 'created_at', reason: moment.reason });
  if (country === null) errors.push({ column: 'country', reason: 'is not a country that is known' });
  if (slug === 'visit' && kind?.toLowerCase() !== 'visit')
    errors.push({ column: 'kind', reason: `is none of: ${offlineKinds.join(', ')}` });
  const { country: _country, ...fields } = given;
  const lead = checked(
    enteredLead,
    { ...fields, source: given['source'] ?? '', heardFrom, ...(country && { country }) },
    (field) => columnByField[field] ?? field,
  );
  if ('errors' in lead) errors.push(...lead.errors.map(nameMissing));
  if (errors.length > 0 || 'errors' in lead) return { errors };
  const at = moment && 'ms' in moment ? moment.ms : null;
  const said = externalId === undefined ? [slug, at, lead.row] : ['external', externalId];
  const entered = at === null ? lead.row : { ...lead.row, at: new Date(at).toISOString() };
  return {
    row: { id: rowId('leads', ...said), lead: entered, kind: slug ?? kindOf(lead.row.source), at },
  };
}

const nameMissing = (error: CellError): CellError =>
  error.column === 'source' ? { ...error, reason: 'a lead must name its source' } : error;

async function applyLeads(tx: InTransaction, rows: readonly LeadRow[], isNews: boolean): Promise<Applied> {
  const fresh = await freshRows(tx.trx, rows);
  const leads = await identifyAll(tx, fresh);
  const stored = fresh.map((row) => ({ ...row, leadId: leads.get(row.id) as LeadId }));
  await insertSubmissions(
    tx.trx,
    stored.map(({ id, leadId, lead, at }) => ({
      id,
      leadId,
      site: null,
      via: 'entered',
      submission: lead,
      receivedAt: Math.min(at ?? tx.nowMs, tx.nowMs),
    })),
  );
  await insertEvents(
    tx.trx,
    stored.map(({ id, leadId, lead: { source, medium, campaign, content }, kind, at }) => ({
      id,
      site: null,
      visitor: null,
      lead_id: leadId,
      kind,
      sent_at: null,
      at: at ?? tx.nowMs,
      received_at: tx.nowMs,
      body: storableBody({ utm: { source, medium, campaign, content }, ...(!isNews && { history: true }) }),
    })),
  );
  return {
    imported: fresh.length,
    unchanged: rows.length - fresh.length,
    leads: stored.map(({ leadId }) => leadId),
  };
}

/** The rows that were not imported before, each once. */
async function freshRows(db: Db, rows: readonly LeadRow[]): Promise<LeadRow[]> {
  const known = await submissionsAmong(
    db,
    rows.map(({ id }) => id),
  );
  return [...new Map(rows.filter(({ id }) => !known.has(id)).map((row) => [row.id, row])).values()];
}

/**
 * The lead of each row. People of whom nobody knew anything are made together; where an address, number or
 * name is known, or stands twice in these rows, one after the other, as forms are.
 */
async function identifyAll(tx: InTransaction, rows: readonly LeadRow[]): Promise<Map<string, LeadId>> {
  const candidates = rows.map((row) => ({
    row,
    leadId: newLeadId(tx.nowMs),
    keys: identityKeys(row.lead),
  }));
  const holders = await holdersAmong(
    tx.trx,
    candidates.flatMap(({ keys }) => keys),
  );
  const seen = new Set(holders.keys());
  const strangers = candidates.filter(({ keys }) => {
    const names = keys.map(identityName);
    const isStranger = names.length > 0 && !names.some((name) => seen.has(name));
    for (const name of names) seen.add(name);
    return isStranger;
  });
  const claims = strangers.flatMap(({ keys, leadId }) => keys.map((key) => ({ ...key, leadId })));
  const late = await claimFreeKeys(tx.trx, claims);
  const made = strangers.filter(({ leadId }) => !late.has(leadId));
  await insertLeads(
    tx.trx,
    made.map(({ row, leadId }) => ({
      id: leadId,
      email: row.lead.email ?? null,
      createdAt: knownSince(tx, row),
    })),
  );
  const leads = new Map(made.map(({ row, leadId }) => [row.id, leadId]));
  for (const { row } of candidates) {
    if (leads.has(row.id)) continue;
    const { leadId } = await identifyLead(tx, row.lead);
    // the next row of the same phone number is somebody else where the addresses differ
    if (row.lead.email !== undefined) await nameEmail(tx.trx, leadId, row.lead.email);
    await backdateLead(tx.trx, leadId, knownSince(tx, row));
    leads.set(row.id, leadId);
  }
  const present = await leadsAmong(tx.trx, [...leads.values()]);
  return new Map([...leads].map(([id, leadId]) => [id, present.get(leadId) ?? leadId]));
}

const knownSince = ({ nowMs }: InTransaction, { at }: LeadRow): number => Math.min(at ?? nowMs, nowMs);
