import type { Stage } from '@headwater/contract';
import type { StageChange } from '../domain/course.ts';
import type { LeadId } from '../ids.ts';
import { inOrder } from '../stageOrder.ts';
import { isAmong, type Db } from './dialect.ts';
import { insertRows } from './manyRows.ts';
import type { StageChangesTable } from './schema.ts';

export type NewStageChange = {
  id: string;
  leadId: LeadId;
  stage: Stage;
  at: number;
  actor: string | null;
  /** value, revenue, margin, reason: as reported. */
  body: Record<string, unknown>;
};

/** Adds a stage change; false when one with this event id was there. */
export async function insertStageChange(db: Db, change: NewStageChange): Promise<boolean> {
  const inserted = await db
    .insertInto('stage_changes')
    .values(toRow(change))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Adds many, leaving out those whose event ids were there. */
export async function insertStageChanges(db: Db, changes: readonly NewStageChange[]): Promise<void> {
  await insertRows(db, 'stage_changes', changes.map(toRow), { key: ['id'] });
}

const toRow = ({ id, leadId, stage, at, actor, body }: NewStageChange): StageChangesTable => ({
  id,
  lead_id: leadId,
  stage,
  at,
  actor,
  body: JSON.stringify(body),
});

/** Which of these ids are taken. */
export async function stageChangesAmong(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('stage_changes')
    .select('id')
    .where(isAmong(db, 'id', ids))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** The stages of a lead in the order in which they were reached; those of the same moment in that of the funnel. */
export async function stagesOf(db: Db, leadId: LeadId): Promise<ReachedStage[]> {
  return (await stagesOfMany(db, [leadId])).get(leadId) ?? [];
}

export type ReachedStage = Pick<NewStageChange, 'id' | 'stage' | 'at' | 'actor'>;

/** {@link stagesOf} many leads; who never moved is not in it. */
export async function stagesOfMany(db: Db, leadIds: readonly LeadId[]): Promise<Map<LeadId, ReachedStage[]>> {
  const rows = await db
    .selectFrom('stage_changes')
    .select(['id', 'lead_id', 'stage', 'at', 'actor'])
    .where(isAmong(db, 'lead_id', leadIds))
    .execute();
  const byLead = Map.groupBy(rows, (row) => row.lead_id);
  const plain = byLead.entries().map(([id, own]) => {
    const stagesThen = own.map(({ lead_id: _lead, ...change }) => change);
    return [id, inOrder(stagesThen)] as const;
  });
  return new Map(plain);
}

/** The stages of a lead with what was said of the deal, in the order of {@link stagesOf}. */
export async function stageChangesOf(db: Db, leadId: LeadId): Promise<StageChange[]> {
  return (await stageChangesOfMany(db, [leadId])).get(leadId) ?? [];
}

/** {@link stageChangesOf} many leads; who never moved is not in it. */
export async function stageChangesOfMany(
  db: Db,
  leadIds: readonly LeadId[],
): Promise<Map<LeadId, StageChange[]>> {
  const rows = await db
    .selectFrom('stage_changes')
    .select(['id', 'lead_id', 'stage', 'at', 'actor', 'body'])
    .where(isAmong(db, 'lead_id', leadIds))
    .execute();
  const byLead = Map.groupBy(rows, (row) => row.lead_id);
  return new Map([...byLead].map(([id, own]) => [id, inOrder(own.map(toStageChange))]));
}

function toStageChange({ id, stage, at, actor, body }: StageChangesTable): StageChange {
  const said = JSON.parse(body) as Pick<StageChange, 'value' | 'revenue' | 'margin' | 'reason'>;
  return { id, stage, at, actor, ...said };
}
