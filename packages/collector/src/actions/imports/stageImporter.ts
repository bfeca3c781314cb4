import { stageChange, stages, type Money } from '@headwater/contract';
import { readAmount } from '../../domain/money.ts';
import { decisionId, type LeadId } from '../../ids.ts';
import type { Db } from '../../storage/dialect.ts';
import { formerlyOthers, isKnownEvent } from '../../storage/mergedNames.ts';
import { stageChangesAmong } from '../../storage/stages.ts';
import { storeStages, type LeadStage } from '../changeStages.ts';
import type { InTransaction } from '../deps.ts';
import type { CellError, Cells } from './columns.ts';
import { checked, rowId, type Applied, type Importer, type Read } from './importer.ts';
import { readWhose, withLeads, type LeadRef } from './leadRef.ts';

type StageRow = { ref: LeadRef; change: Omit<LeadStage['change'], 'by'> };
type ReadyStage = StageRow & { leadId: LeadId };

const amounts = ['value', 'revenue', 'margin'] as const;
const columns = {
  known: ['email', 'lead', 'stage', 'at', ...amounts, 'currency', 'reason', 'event_id'],
  required: ['stage', 'at'],
  oneOf: ['email', 'lead'],
};

/** How leads moved through the stages, and what came of them. `by` is who imports. */
export function stageImporter({ by }: { by: string }): Importer<StageRow, ReadyStage> {
  return {
    columns,
    rowsAtOnce: 500,
    read: readStage,
    check: withLeads,
    placeOf: ({ leadId }) => leadId,
    fresh: freshStages,
    apply: (tx, rows) => applyStages(tx, rows, by),
  };
}

function readStage(cells: Cells, nowMs: number): Read<StageRow> {
  const money = readMoneys(cells);
  const whose = readWhose(cells, nowMs);
  const stage = (cells['stage'] ?? '').toLowerCase();
  const said = checked(stageChange, { stage, reason: cells['reason'] }, (field) => field);
  const errors = [...money.errors, ...('errors' in whose ? whose.errors : [])];
  if ('errors' in said) errors.push(...said.errors.map(stagesNamed));
  if (errors.length > 0 || 'errors' in said || 'errors' in whose) return { errors };
  const { ref, at } = whose;
  const { reason } = said.row;
  const content = [ref, stage, at, money.given, reason ?? null];
  const eventId = cells['event_id']?.slice(0, 255) ?? `import:${rowId('stages', ...content)}`;
  return {
    row: { ref, change: { stage: said.row.stage, at, ...money.given, ...(reason && { reason }), eventId } },
  };
}

const stagesNamed = (error: CellError): CellError =>
  error.column === 'stage' ? { ...error, reason: `is none of: ${stages.join(', ')}` } : error;

type Moneys = { given: Partial<Record<(typeof amounts)[number], Money>>; errors: CellError[] };

function readMoneys(cells: Cells): Moneys {
  const moneys: Moneys = { given: {}, errors: [] };
  for (const column of amounts) {
    const text = cells[column];
    if (text === undefined) continue;
    const currency = cells['currency']?.toUpperCase();
    if (currency === undefined) {
      moneys.errors.push({ column: 'currency', reason: `is needed beside ${column}` });
      continue;
    }
    const read = readAmount(text, currency);
    if ('money' in read) moneys.given[column] = read.money;
    else moneys.errors.push({ column: read.wrong === 'amount' ? column : 'currency', reason: read.reason });
  }
  return moneys;
}

/** What {@link storeStages} would not take for told before. */
async function freshStages(db: Db, rows: readonly ReadyStage[]): Promise<string[]> {
  const named = rows.map(({ leadId, change: { eventId } }) => ({
    leadId,
    eventId,
    id: decisionId(leadId, eventId, 0),
  }));
  const known = await stageChangesAmong(
    db,
    named.map(({ id }) => id),
  );
  const joined = await formerlyOthers(
    db,
    named.map(({ leadId }) => leadId),
  );
  const fresh: string[] = [];
  for (const { id, leadId, eventId } of named) {
    if (known.has(id)) continue;
    if (joined.has(leadId) && (await isKnownEvent(db, 'stage_changes', leadId, eventId))) continue;
    fresh.push(id);
  }
  return fresh;
}

async function applyStages(tx: InTransaction, rows: readonly ReadyStage[], by: string): Promise<Applied> {
  const imported = await storeStages(
    tx,
    rows.map(({ leadId, change }) => ({ leadId, change: { ...change, by } })),
  );
  return { imported, unchanged: rows.length - imported, leads: [] };
}
