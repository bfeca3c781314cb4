import { sql } from 'kysely';
import type { Db } from '../src/storage/dialect.ts';
import { isPostgresUrl } from './database.ts';

export type Totals = Record<string, number>;

/** PostgreSQL does it by itself, minutes after rows came; a collector never does it on SQLite. */
export async function gatherStatistics(db: Db, url: string): Promise<void> {
  if (isPostgresUrl(url)) await sql`analyze`.execute(db);
}

/**
 * The totals of reports by plain SQL over what was stored as it came, to compare with. It knows of no rules that
 * name sources: the data must name them as they are called.
 */
export async function plainTotals(
  db: Db,
  url: string,
): Promise<{ [Question in keyof typeof questions]: Totals }> {
  const sourceOf = isPostgresUrl(url) ? `body::json->'utm'->>'source'` : `json_extract(body, '$.utm.source')`;
  const ask = async (question: string): Promise<Totals> => {
    const { rows } = await sql
      .raw<{ key: string; total: number }>(question.replace('SOURCE', sourceOf))
      .execute(db);
    return Object.fromEntries(rows.map(({ key, total }) => [key, total]));
  };
  return {
    customersByLast: await ask(questions.customersByLast),
    leadsByFirst: await ask(questions.leadsByFirst),
    leadsByOriginal: await ask(questions.leadsByOriginal),
  };
}

const edge = (order: 'asc' | 'desc', occasions: string): string => `
  with occasions as (${occasions}),
  ranked as (
    select SOURCE as source, row_number() over (
      partition by occasions.lead_id order by events.at ${order}, events.id ${order}) as place
    from occasions
    join lead_visitors on lead_visitors.lead_id = occasions.lead_id
    join events on events.visitor = lead_visitors.visitor
    where events.kind = 'touch' and events.at <= occasions.at and events.at >= occasions.at - 31536000000)
  select coalesce(source, '(direct)') as key, count(*) as total from ranked where place = 1 group by source`;

const questions = {
  customersByLast: edge(
    'desc',
    `select lead_id, min(at) as at from stage_changes where stage = 'customer' group by lead_id`,
  ),
  leadsByFirst: edge('asc', `select id as lead_id, created_at as at from leads`),
  leadsByOriginal: `select source as key, count(*) as total from leads where junk = 0 group by source`,
};
