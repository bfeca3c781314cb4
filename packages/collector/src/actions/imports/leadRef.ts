import { identityKeys } from '../../domain/identity.ts';
import { readMoment } from '../../domain/moment.ts';
import type { LeadId } from '../../ids.ts';
import type { Db } from '../../storage/dialect.ts';
import { holdersAmong, identityName, leadsAmong } from '../../storage/importedLeads.ts';
import type { CellError, Cells } from './columns.ts';
import type { Checked, Numbered } from './importer.ts';

/** Which lead a row means: by its id, or by its address. */
export type LeadRef = { lead: string } | { email: string };

/** Whose a row is, and when it happened, epoch milliseconds by `at`. */
export function readWhose(
  cells: Cells,
  nowMs: number,
): { ref: LeadRef; at: number } | { errors: CellError[] } {
  const ref = readLeadRef(cells);
  const moment = readMoment(cells['at'] ?? '', nowMs);
  if ('ms' in moment && !('error' in ref)) return { ref, at: moment.ms };
  const errors = 'error' in ref ? [ref.error] : [];
  if ('reason' in moment) errors.push({ column: 'at', reason: moment.reason });
  return { errors };
}

function readLeadRef({ lead, email }: Cells): LeadRef | { error: CellError } {
  if (lead !== undefined) return { lead };
  if (email !== undefined) return { email: email.toLowerCase() };
  return { error: { column: 'email', reason: 'give the e-mail address or the id of a lead' } };
}

/** The rows with the leads that they mean, following merges; rows of unknown leads are errors. */
export async function withLeads<Row extends { ref: LeadRef }>(
  db: Db,
  rows: readonly Numbered<Row>[],
): Promise<Checked<Row & { leadId: LeadId }>> {
  const asked = rows.map((one) => ({
    ...one,
    key: 'email' in one.row.ref ? identityKeys(one.row.ref)[0] : null,
  }));
  const byEmail = await holdersAmong(
    db,
    asked.flatMap(({ key }) => key ?? []),
  );
  const meant = asked.map(({ key, row: { ref } }) =>
    'lead' in ref ? (ref.lead as LeadId) : key && byEmail.get(identityName(key)),
  );
  const present = await leadsAmong(
    db,
    meant.flatMap((id) => id ?? []),
  );
  const checked: Checked<Row & { leadId: LeadId }> = { ready: [], errors: [] };
  for (const [index, { number, row }] of rows.entries()) {
    const id = meant[index];
    const leadId = id && present.get(id);
    if (leadId) checked.ready.push({ number, row: { ...row, leadId } });
    else checked.errors.push({ number, ...unknown(row.ref) });
  }
  return checked;
}

const unknown = (ref: LeadRef): CellError =>
  'lead' in ref
    ? { column: 'lead', reason: 'no lead has this id' }
    : { column: 'email', reason: 'no lead has this address: import leads before what they did' };
