import { stages, type Stage } from '@headwater/contract';
import type { StageChange } from '../domain/course.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
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
    .values({
      id: change.id,
      lead_id: change.leadId,
      stage: change.stage,
      at: change.at,
      actor: change.actor,
      body: JSON.stringify(change.body),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The stages of a lead in the order in which they were reached; those of the same moment in that of the funnel. */
export async function stagesOf(
  db: Db,
  leadId: LeadId,
): Promise<Pick<NewStageChange, 'id' | 'stage' | 'at' | 'actor'>[]> {
  const rows = await db
    .selectFrom('stage_changes')
    .select(['id', 'stage', 'at', 'actor'])
    .where('lead_id', '=', leadId)
    .execute();
  return inOrder(rows);
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
    .where('lead_id', 'in', leadIds)
    .execute();
  const byLead = Map.groupBy(rows, (row) => row.lead_id);
  return new Map([...byLead].map(([id, own]) => [id, inOrder(own.map(toStageChange))]));
}

function toStageChange({ id, stage, at, actor, body }: StageChangesTable): StageChange {
  const said = JSON.parse(body) as Pick<StageChange, 'value' | 'revenue' | 'margin' | 'reason'>;
  return { id, stage, at, actor, ...said };
}

// by code unit, as collations of the databases differ
function inOrder<Row extends { id: string; stage: Stage; at: number }>(rows: readonly Row[]): Row[] {
  const rank = ({ stage }: Row): number => stages.indexOf(stage);
  return rows.toSorted((a, b) => a.at - b.at || rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}
