import type { RoutingFacts } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
import { prepared } from './prepared.ts';
import type { RoutingsTable } from './schema.ts';

/** What a lead was routed by. `at` in epoch milliseconds. */
export type StoredRouting = { id: string; leadId: LeadId; at: number; facts: RoutingFacts };

export async function insertRouting(db: Db, { id, leadId, at, facts }: StoredRouting): Promise<void> {
  await insert(db, { id, lead_id: leadId, at, facts: JSON.stringify(facts) });
}

const insert = prepared((db, { id, lead_id, at, facts }: RoutingsTable) =>
  db.insertInto('routings').values({ id, lead_id, at, facts }),
);

/** `after` is the last row of the page before. */
export type RoutingsWanted = {
  from: number;
  to: number;
  after: { at: number; id: string } | undefined;
  limit: number;
};

/** The last decision about each lead from `from` until before `to`, in the order in which they were made. */
export async function routingsBetween(
  db: Db,
  { from, to, after = { at: from, id: '' }, limit }: RoutingsWanted,
): Promise<StoredRouting[]> {
  const rows = await db
    .selectFrom('routings')
    .selectAll()
    .where('at', '>=', after.at)
    .where('at', '<', to)
    .where((row) => row.or([row('at', '>', after.at), row('id', '>', after.id)]))
    .where((row) => {
      const later = row
        .selectFrom('routings as other')
        .select('other.id')
        .whereRef('other.lead_id', '=', 'routings.lead_id')
        .where('other.at', '<', to)
        .whereRef('other.id', '>', 'routings.id');
      return row.not(row.exists(later));
    })
    .orderBy('at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id, lead_id, at, facts }) => ({
    id,
    leadId: lead_id,
    at,
    facts: JSON.parse(facts) as RoutingFacts,
  }));
}
