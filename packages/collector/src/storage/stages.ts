import { stages, type Money, type Stage } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';

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
): Promise<Pick<NewStageChange, 'stage' | 'at' | 'actor'>[]> {
  const rows = await db
    .selectFrom('stage_changes')
    .select(['stage', 'at', 'actor'])
    .where('lead_id', '=', leadId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.toSorted((a, b) => a.at - b.at || stages.indexOf(a.stage) - stages.indexOf(b.stage));
}

/** What the deal of a lead was last said to be worth; null where nobody said. */
export async function lastValueOf(db: Db, leadId: LeadId): Promise<Money | null> {
  const rows = await db
    .selectFrom('stage_changes')
    .select('body')
    .where('lead_id', '=', leadId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  for (const row of rows) {
    const { revenue, value } = JSON.parse(row.body) as { revenue?: Money; value?: Money };
    const said = revenue ?? value;
    if (said) return said;
  }
  return null;
}
