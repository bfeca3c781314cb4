import type { LeadId } from '../ids.ts';
import { lockRows, type Db } from './dialect.ts';
import { emptyJourney } from './journeys.ts';

/** `mailbox`: the plain spelling of an address that is written in another one. */
export type IdentityKey = { kind: string; value: string; mailbox?: string };

/**
 * Gives those keys to the lead that nobody has, and answers who has each of them now, in the order of `keys`.
 * A second transaction with the same key, or with another key of the same lead, waits here for the first.
 */
export async function claimIdentities(
  db: Db,
  leadId: LeadId,
  keys: readonly IdentityKey[],
): Promise<(IdentityKey & { leadId: LeadId; email: string | null })[]> {
  // always in the same order, so that two transactions never wait for each other
  const sorted = keys.toSorted((a, b) => (`${a.kind} ${a.value}` < `${b.kind} ${b.value}` ? -1 : 1));
  for (const key of sorted) {
    await db
      .insertInto('lead_identities')
      .values({ ...key, lead_id: leadId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const before = await holdersOf(db, keys);
  const ids = before.map((holder) => holder.leadId);
  if (ids.length === 0) return [];
  await lockRows(db, db.selectFrom('leads').select('id').where('id', 'in', ids).orderBy('id')).execute();
  const holders = await holdersOf(db, keys);
  return keys.flatMap((key) => holders.filter(({ kind, value }) => kind === key.kind && value === key.value));
}

async function holdersOf(db: Db, keys: readonly IdentityKey[]) {
  return db
    .selectFrom('lead_identities')
    .leftJoin('leads', 'leads.id', 'lead_identities.lead_id')
    .select(['lead_identities.kind', 'value', 'lead_identities.lead_id as leadId', 'leads.email'])
    .where((row) =>
      row.or(
        keys.map((key) =>
          row.and([row('lead_identities.kind', '=', key.kind), row('value', '=', key.value)]),
        ),
      ),
    )
    .execute();
}

/** An address that is known for the same mailbox, the oldest; undefined when nobody has one. */
export async function addressOfMailbox(db: Db, mailbox: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('lead_identities')
    .select('value')
    .where('kind', '=', 'email')
    .where((either) => either.or([either('value', '=', mailbox), either('mailbox', '=', mailbox)]))
    .orderBy('lead_id')
    .limit(1)
    .executeTakeFirst();
  return row?.value;
}

/** Moves keys from one lead to another. */
export async function moveIdentities(db: Db, from: LeadId, to: LeadId): Promise<void> {
  await db.updateTable('lead_identities').set({ lead_id: to }).where('lead_id', '=', from).execute();
}

/** A tablet at a fair fills in many leads: more than this are not one person's journey. */
const MOST_LEADS_A_VISITOR = 20;

/** Remembers that a visitor is this lead. */
export async function linkVisitor(db: Db, visitor: string, leadId: LeadId): Promise<void> {
  const known = await db
    .selectFrom('lead_visitors')
    .select('lead_id')
    .where('visitor', '=', visitor)
    .execute();
  if (known.length >= MOST_LEADS_A_VISITOR) return;
  await db
    .insertInto('lead_visitors')
    .values({ visitor, lead_id: leadId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whose rows name their lead, and move with it. */
const ownTables = [
  'events',
  'submissions',
  'stage_changes',
  'revenue',
  'history',
  'follow_ups',
  'deliveries',
  'referrals',
] as const;

/** What moved from one lead to another. */
export type MovedRows = {
  rows: Partial<Record<(typeof ownTables)[number], string[]>>;
  identities: IdentityKey[];
  visitors: string[];
  /** Those of the visitors that the other lead did not have. */
  linked: string[];
};

/** Moves everything that belongs to one lead to another, marks the first as merged and answers what moved. */
export async function moveLead(db: Db, from: LeadId, to: LeadId): Promise<MovedRows> {
  const identities = await db
    .selectFrom('lead_identities')
    .select(['kind', 'value'])
    .where('lead_id', '=', from)
    .execute();
  await moveIdentities(db, from, to);
  const [visitors, known] = [await visitorsOf(db, from), new Set(await visitorsOf(db, to))];
  for (const visitor of visitors) await linkVisitor(db, visitor, to);
  await db.deleteFrom('lead_visitors').where('lead_id', '=', from).execute();
  const rows: MovedRows['rows'] = {};
  for (const table of ownTables) {
    const moved = await db
      .updateTable(table)
      .set({ lead_id: to })
      .where('lead_id', '=', from)
      .returning('id')
      .execute();
    if (moved.length > 0) rows[table] = moved.map(({ id }) => id);
  }
  await emptyJourney(db, from);
  await db.updateTable('leads').set({ merged_into: to }).where('id', '=', from).execute();
  return { rows, identities, visitors, linked: visitors.filter((visitor) => !known.has(visitor)) };
}

async function visitorsOf(db: Db, leadId: LeadId): Promise<string[]> {
  const rows = await db.selectFrom('lead_visitors').select('visitor').where('lead_id', '=', leadId).execute();
  return rows.map(({ visitor }) => visitor);
}

/** No statement names more ids than this: SQLite takes 32,766. */
const IDS_A_STATEMENT = 1_000;

/** Gives a lead back what had moved and is still where it went. `unlinked` are the visitors that stay there no more. */
export async function moveBack(
  db: Db,
  { rows, identities, visitors, linked }: MovedRows,
  { from, to, unlinked }: { from: LeadId; to: LeadId; unlinked: readonly string[] },
): Promise<void> {
  for (const table of ownTables) {
    const ids = rows[table] ?? [];
    for (let start = 0; start < ids.length; start += IDS_A_STATEMENT)
      await db
        .updateTable(table)
        .set({ lead_id: to })
        .where('lead_id', '=', from)
        .where('id', 'in', ids.slice(start, start + IDS_A_STATEMENT) as never[])
        .execute();
  }
  for (const { kind, value } of identities)
    await db
      .updateTable('lead_identities')
      .set({ lead_id: to })
      .where('lead_id', '=', from)
      .where('kind', '=', kind)
      .where('value', '=', value)
      .execute();
  const there = new Set(await visitorsOf(db, from));
  // what came with the lead and is gone went with another that was joined with it
  for (const visitor of visitors.filter((each) => there.has(each) || !linked.includes(each)))
    await db
      .insertInto('lead_visitors')
      .values({ visitor, lead_id: to })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  for (const visitor of unlinked)
    await db.deleteFrom('lead_visitors').where('lead_id', '=', from).where('visitor', '=', visitor).execute();
}
