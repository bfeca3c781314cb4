import type { ReferrerRank, Stage } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
import { findLead, type StoredLead } from './leads.ts';

const closed: Stage[] = ['disqualified', 'lost', 'customer'];

/** More than this nobody works on at a time; a list that is cut says how many there are. */
const MOST_LEADS = 1000;

/** Who has an open lead, or should claim it. */
export type OpenLead = { id: LeadId; slackUser: string };

/** The open leads of each person: owned by them, or given to them and not claimed yet; of one where named. */
export async function openLeads(db: Db, slackUser?: string): Promise<OpenLead[]> {
  let owned = open(db).select(['id', 'owner']).where('owner', 'is not', null);
  let given = open(db)
    .select(['id', 'assignment'])
    .where('owner', 'is', null)
    .where('assignment', 'is not', null);
  if (slackUser !== undefined) {
    owned = owned.where('owner', '=', slackUser).limit(MOST_LEADS);
    // the text of a reason cannot look like this: its quotes are escaped
    given = given.where('assignment', 'like', `%"owner":"${slackUser}"%`).limit(MOST_LEADS);
  }
  const claimed = (await owned.execute()).flatMap(({ id, owner }) =>
    owner === null ? [] : [{ id, slackUser: owner }],
  );
  const waiting = (await given.execute()).flatMap(({ id, assignment }) => {
    const { owner } = JSON.parse(assignment ?? '{}') as { owner?: string | null };
    return owner && owner === (slackUser ?? owner) ? [{ id, slackUser: owner }] : [];
  });
  return [...claimed, ...waiting];
}

const open = (db: Db) =>
  db
    .selectFrom('leads')
    .where('merged_into', 'is', null)
    .where('junk', '=', 0)
    .where('stage', 'not in', closed);

/** The leads themselves. */
export async function openLeadsOf(db: Db, slackUser: string): Promise<StoredLead[]> {
  const leads: StoredLead[] = [];
  for (const { id } of await openLeads(db, slackUser)) {
    const lead = await findLead(db, id);
    if (lead) leads.push(lead);
  }
  return leads;
}

/** Claims of a period, with the moment at which the lead was given to somebody last before. */
export async function claimsBetween(
  db: Db,
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
): Promise<{ leadId: LeadId; by: string; at: number; givenAt: number }[]> {
  const rows = await db
    .selectFrom('history as claim')
    .select((row) => [
      'claim.lead_id as leadId',
      'claim.recipient as by',
      'claim.at',
      row
        .selectFrom('history as given')
        .select((given) => given.fn.max('given.at').as('at'))
        .whereRef('given.lead_id', '=', 'claim.lead_id')
        .where('given.kind', 'in', ['assigned', 'reassigned'])
        .whereRef('given.at', '<=', 'claim.at')
        .as('givenAt'),
    ])
    .where('claim.kind', '=', 'claimed')
    .where('claim.at', '>=', fromMs)
    .where('claim.at', '<', untilMs)
    .execute();
  return rows.flatMap(({ leadId, by, at, givenAt }) =>
    by === null || givenAt === null ? [] : [{ leadId, by, at, givenAt }],
  );
}

/** How many deadlines each missed since then; what was nobody's own is under null. The most first. */
export async function missedSince(
  db: Db,
  sinceMs: number,
): Promise<{ slackUser: string | null; count: number }[]> {
  return db
    .selectFrom('history')
    .select((row) => ['recipient as slackUser', row.fn.countAll<number>().as('count')])
    .where('kind', '=', 'deadline_missed')
    .where('at', '>=', sinceMs)
    .groupBy('recipient')
    .orderBy('count', 'desc')
    .orderBy('recipient')
    .execute();
}

/** What became of the referrals that employees made in a period, the best first; duplicates and junk are none. */
export async function referrersBetween(
  db: Db,
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
): Promise<ReferrerRank[]> {
  const rows = await db
    .selectFrom('referrals')
    .select((row) => ['referrer', 'state', row.fn.countAll<number>().as('count')])
    .where('program', '=', 'employee')
    .where('created_at', '>=', fromMs)
    .where('created_at', '<', untilMs)
    .where('state', 'not in', ['duplicate', 'rejected'])
    .groupBy(['referrer', 'state'])
    .execute();
  const ranks = [...Map.groupBy(rows, ({ referrer }) => referrer)].map(([referrer, own]) => {
    const of = (...states: string[]): number =>
      own.reduce((sum, { state, count }) => sum + (states.includes(state) ? count : 0), 0);
    return {
      referrer,
      submitted: of('submitted', 'accepted', 'qualified', 'won', 'lost'),
      qualified: of('qualified', 'won', 'lost'),
      won: of('won'),
    };
  });
  return ranks.toSorted(
    (one, other) =>
      other.won - one.won ||
      other.qualified - one.qualified ||
      other.submitted - one.submitted ||
      one.referrer.localeCompare(other.referrer),
  );
}

/** How many referrals an employee made. */
export async function countReferrals(db: Db, referrer: string): Promise<number> {
  const { count } = await db
    .selectFrom('referrals')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('referrer', '=', referrer)
    .where('program', '=', 'employee')
    .executeTakeFirstOrThrow();
  return count;
}
