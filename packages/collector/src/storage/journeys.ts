import type { LeadId } from '../ids.ts';
import { isAmong, revisionCeiling, revisionHorizon, rowRevision, type Db } from './dialect.ts';
import { insertRows } from './manyRows.ts';
import type { JourneysTable } from './journeyTables.ts';

export type JourneyRow = Pick<JourneysTable, 'lead_id' | 'touches' | 'course'>;

/** Writes what reports know of leads; a row that says the same stays as it is, and no reader hears of it. */
export async function saveJourneys(
  db: Db,
  rows: readonly { leadId: LeadId; touches: string; course: string }[],
): Promise<void> {
  await insertRows(
    db,
    'journeys',
    rows.map(({ leadId, touches, course }) => ({ lead_id: leadId, touches, course })),
    {
      key: ['lead_id'],
      update: ['touches', 'course'],
      whereChanged: ['touches', 'course'],
      computed: { revision: rowRevision(db, 'journeys') },
    },
  );
}

/** Writes the course alone, of a lead that has a row already. */
export async function saveCourse(db: Db, leadId: LeadId, course: string): Promise<void> {
  await db
    .updateTable('journeys')
    .set({ course, revision: rowRevision(db, 'journeys') })
    .where('lead_id', '=', leadId)
    .where('course', '<>', course)
    .execute();
}

/** {@link saveCourse} of many leads. */
export async function saveCourses(
  db: Db,
  rows: readonly { leadId: LeadId; course: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  const there = await db
    .selectFrom('journeys')
    .select('lead_id')
    .where(
      isAmong(
        db,
        'lead_id',
        rows.map(({ leadId }) => leadId),
      ),
    )
    .execute();
  const known = new Set(there.map((row) => row.lead_id));
  await insertRows(
    db,
    'journeys',
    rows.filter(({ leadId }) => known.has(leadId)).map(({ leadId, course }) => ({ lead_id: leadId, course })),
    {
      key: ['lead_id'],
      update: ['course'],
      whereChanged: ['course'],
      computed: { revision: rowRevision(db, 'journeys') },
    },
  );
}

/** The lead counts no longer. The row stays, or who reads what changed would never hear of it. */
export async function emptyJourney(db: Db, leadId: LeadId): Promise<void> {
  await db
    .updateTable('journeys')
    .set({ touches: null, course: emptyCourse, revision: rowRevision(db, 'journeys') })
    .where('lead_id', '=', leadId)
    .execute();
}

const emptyCourse = '{"reached":[],"value":null,"revenue":[],"exits":[]}';

/** Where somebody stands who has read everything that is visible now; ask before reading. */
export const journeyHorizon = (db: Db): Promise<number> => revisionHorizon(db, 'journeys');

/** Up to `limit` rows after a lead, in the order of their ids, for reading all of them. */
export async function journeysAfter(db: Db, after: string, limit: number): Promise<JourneyRow[]> {
  return db
    .selectFrom('journeys')
    .select(['lead_id', 'touches', 'course'])
    .where('lead_id', '>', after as LeadId)
    .orderBy('lead_id')
    .limit(limit)
    .execute();
}

/** The leads whose rows changed since a horizon. */
export async function journeysChangedSince(db: Db, horizon: number): Promise<LeadId[]> {
  const query = db.selectFrom('journeys').select('lead_id').where('revision', '>=', horizon);
  const ceiling = revisionCeiling(db);
  const rows = await (ceiling === null ? query : query.where('revision', '<', ceiling)).execute();
  return rows.map((row) => row.lead_id);
}

export async function journeysOf(db: Db, leadIds: readonly LeadId[]): Promise<JourneyRow[]> {
  return db
    .selectFrom('journeys')
    .select(['lead_id', 'touches', 'course'])
    .where(isAmong(db, 'lead_id', leadIds))
    .execute();
}

/** The site where each lead submitted first, else that of its first touch; who is not in it no website knows. */
export async function sitesOf(
  db: Db,
  leads: readonly { leadId: LeadId; firstTouch: string | undefined }[],
): Promise<Map<LeadId, string>> {
  const submitted = await db
    .selectFrom('submissions')
    .select(['lead_id', 'site'])
    .where(
      isAmong(
        db,
        'lead_id',
        leads.map(({ leadId }) => leadId),
      ),
    )
    .where('site', 'is not', null)
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const sites = new Map(submitted.map((row) => [row.lead_id, row.site ?? '']));
  const silent = leads.filter(({ leadId }) => !sites.has(leadId));
  const touched = await siteOfTouches(
    db,
    silent.flatMap(({ firstTouch }) => firstTouch ?? []),
  );
  for (const { leadId, firstTouch = '' } of silent) {
    const site = touched.get(firstTouch);
    if (site) sites.set(leadId, site);
  }
  return sites;
}

async function siteOfTouches(db: Db, ids: readonly string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('events')
    .select(['id', 'site'])
    .where(isAmong(db, 'id', ids))
    .execute();
  return new Map(rows.map((row) => [row.id, row.site]));
}
