import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
import { lockRows } from './dialect.ts';
import type { MovedRows } from './identities.ts';
import type { LeadsTable } from './schema.ts';

/** What people and Slack gave a lead, beside what is recomputed. */
const ownColumns = [
  'created_at',
  'owner',
  'assignment',
  'assignee',
  'announced',
  'card',
  'digest',
  'snooze',
  'snoozed_until',
] as const;
export type OwnColumns = Pick<LeadsTable, (typeof ownColumns)[number]>;

/** What a merge moved, and what both leads were before. */
export type Moved = MovedRows & {
  /** Letters of qualification that were copied. */
  letters: [letter: string, version: number][];
  hasResponse: boolean;
  /** The lead that ended. */
  from: OwnColumns;
  /** The lead that stayed: before and after. */
  into: { before: OwnColumns; after: OwnColumns };
};

export type Merge = { id: string; from: LeadId; into: LeadId; moved: Moved; undoneAt: number | null };

/** Keeps others from changing these leads, always in the same order, so that nobody waits for each other. */
export async function lockLeadRows(db: Db, ids: readonly LeadId[]): Promise<void> {
  await lockRows(db, db.selectFrom('leads').select('id').where('id', 'in', ids).orderBy('id')).execute();
}

export async function ownColumnsOf(db: Db, id: LeadId): Promise<OwnColumns> {
  return db.selectFrom('leads').select(ownColumns).where('id', '=', id).executeTakeFirstOrThrow();
}

export async function saveOwnColumns(db: Db, id: LeadId, columns: Partial<OwnColumns>): Promise<void> {
  if (Object.keys(columns).length === 0) return;
  await db.updateTable('leads').set(columns).where('id', '=', id).execute();
}

/** Which lead this one became: null where it is itself, undefined where there is none. */
export async function mergedIntoOf(db: Db, id: LeadId): Promise<LeadId | null | undefined> {
  const row = await db.selectFrom('leads').select('merged_into').where('id', '=', id).executeTakeFirst();
  return row?.merged_into ?? (row ? null : undefined);
}

export async function insertMerge(
  db: Db,
  { id, from, into, moved }: Omit<Merge, 'undoneAt'>,
  { at, actor }: { at: number; actor: string | null },
): Promise<void> {
  const row = { id, from_lead: from, into_lead: into, at, actor, moved: JSON.stringify(moved) };
  await db.insertInto('lead_merges').values(row).execute();
}

export async function isMergeKnown(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom('lead_merges').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/** When a lead became another the last time; undefined where it never did. */
export async function lastMergeOf(db: Db, from: LeadId): Promise<Merge | undefined> {
  const row = await db
    .selectFrom('lead_merges')
    .selectAll()
    .where('from_lead', '=', from)
    .orderBy('at', 'desc')
    // of one moment, the one that stands
    .orderBy((each) => each.case().when('undone_at', 'is', null).then(0).else(1).end())
    .limit(1)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      from: row.from_lead,
      into: row.into_lead,
      moved: JSON.parse(row.moved) as Moved,
      undoneAt: row.undone_at,
    }
  );
}

export async function undoMerge(
  db: Db,
  id: string,
  { at, actor }: { at: number; actor: string },
): Promise<void> {
  await db.updateTable('lead_merges').set({ undone_at: at, undone_by: actor }).where('id', '=', id).execute();
}

/** Whether people said of these two that they are not one. */
export async function wereParted(db: Db, one: LeadId, other: LeadId): Promise<boolean> {
  const row = await db
    .selectFrom('lead_merges')
    .select('id')
    .where('from_lead', 'in', [one, other])
    .where('into_lead', 'in', [one, other])
    .where('undone_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes a lead one of its own again. */
export async function detachLead(db: Db, id: LeadId): Promise<void> {
  await db.updateTable('leads').set({ merged_into: null }).where('id', '=', id).execute();
}

/** Letters that a merge copied are taken away again. */
export async function removeLetters(db: Db, id: LeadId, letters: Moved['letters']): Promise<void> {
  for (const [letter, version] of letters)
    await db
      .deleteFrom('qualification_letters')
      .where('lead_id', '=', id)
      .where('letter', '=', letter as never)
      .where('version', '=', version)
      .execute();
}
