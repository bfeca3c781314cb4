import type { Assignment, HomeLead, Source, Stage } from '@headwater/contract';
import type { Db } from './dialect.ts';
import type { LeadsTable } from './schema.ts';

const closed: Stage[] = ['disqualified', 'lost', 'customer'];

const openLeads = (db: Db) =>
  db
    .selectFrom('leads')
    .where('merged_into', 'is', null)
    .where('junk', '=', 0)
    .where('stage', 'not in', closed);

/** Of which person's leads there are any: owned by them, or given to them and not claimed yet. */
export async function peopleWithLeads(db: Db): Promise<Set<string>> {
  const owned = await openLeads(db).select('owner').where('owner', 'is not', null).distinct().execute();
  const given = await openLeads(db)
    .select('assignment')
    .where('owner', 'is', null)
    .where('assignment', 'is not', null)
    .execute();
  const people = [...owned.map(({ owner }) => owner), ...given.map(({ assignment }) => ownerIn(assignment))];
  return new Set(people.filter((person) => person !== null));
}

const ownerIn = (assignment: string | null): string | null =>
  assignment === null ? null : (JSON.parse(assignment) as Assignment).owner;

export type OwnLead = Omit<HomeLead, 'url'>;

/** The open leads of one person, in no order. */
export async function ownLeads(db: Db, slackUser: string): Promise<OwnLead[]> {
  const owned = await ownColumns(db).where('owner', '=', slackUser).execute();
  const given = await ownColumns(db)
    .where('owner', 'is', null)
    // the text of a reason cannot look like this: its quotes are escaped
    .where('assignment', 'like', `%"owner":"${slackUser}"%`)
    .execute();
  return [...owned, ...given.filter(({ assignment }) => ownerIn(assignment) === slackUser)].map(toOwnLead);
}

const ownColumns = (db: Db) =>
  openLeads(db)
    .select(shown)
    .select((row) =>
      row
        .exists(
          row
            .selectFrom('follow_ups')
            .select('follow_ups.id')
            .whereRef('follow_ups.lead_id', '=', 'leads.id'),
        )
        .as('tried'),
    );

const shown = [
  'id',
  'name',
  'email',
  'phone',
  'linkedin',
  'company',
  'stage',
  'score',
  'temperature',
  'latest_source',
  'owner',
  'assignment',
] as const;

function toOwnLead(row: Pick<LeadsTable, (typeof shown)[number]> & { tried: unknown }): OwnLead {
  const { latest_source: latestSource, owner, assignment, tried, ...lead } = row;
  const given = assignment === null ? null : (JSON.parse(assignment) as Assignment);
  return {
    ...lead,
    latestSource: JSON.parse(latestSource) as Source,
    claimed: owner !== null,
    tried: Boolean(tried),
    deadline: owner === null ? (given?.deadline ?? null) : null,
  };
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
