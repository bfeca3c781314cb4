import { stageChange, stages, type Money } from '@headwater/contract';
import { readMoment } from '../../domain/moment.ts';
import { readAmount } from '../../domain/money.ts';
import type { LeadId } from '../../ids.ts';
import { storeStages, type LeadStage } from '../changeStages.ts';
import type { InTransaction } from '../deps.ts';
import type { CellError, Cells } from './columns.ts';
import { checked, rowId, type Applied, type Importer, type Read } from './importer.ts';
import { readLeadRef, withLeads, type LeadRef } from './leadRef.ts';

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
    apply: (tx, rows) => applyStages(tx, rows, by),
  };
}

function readStage(cells: Cells, nowMs: number): Read<StageRow> {
  const ref = readLeadRef(cells);
  const moment = readMoment(cells['at'] ?? '', nowMs);
  const money = readMoneys(cells);
  const errors: CellError[] = [...money.errors];
  if ('error' in ref) errors.push(ref.error);
  if ('reason' in moment) errors.push({ column: 'at', reason: moment.reason });
  const stage = (cells['stage'] ?? '').toLowerCase();
  const said = checked(stageChange, { stage, reason: cells['reason'] }, (field) => field);
  if ('errors' in said)
    errors.push(
      ...said.errors.map((error) =>
        error.column === 'stage' ? { ...error, reason: `is none of: ${stages.join(', ')}` } : error,
      ),
    );
  if (errors.length > 0 || 'errors' in said || 'error' in ref || 'reason' in moment) return { errors };
  const given = cells['event_id'];
  const content = [ref, stage, moment.ms, money.given, said.row.reason ?? null];
  const eventId = given?.slice(0, 255) ?? `import:${rowId('stages', ...content)}`;
  const { reason } = said.row;
  return {
    row: {
      ref,
      change: { stage: said.row.stage, at: moment.ms, ...money.given, ...(reason && { reason }), eventId },
    },
  };
}

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

async function applyStages(tx: InTransaction, rows: readonly ReadyStage[], by: string): Promise<Applied> {
  const imported = await storeStages(
    tx,
    rows.map(({ leadId, change }) => ({ leadId, change: { ...change, by } })),
  );
  return { imported, unchanged: rows.length - imported, leads: [] };
}
