import type { LeadId } from '../ids.ts';
import { isAmong, type Db } from './dialect.ts';
import { emptyLead } from './emptyLead.ts';
import type { IdentityKey } from './identities.ts';
import { insertRows } from './manyRows.ts';
import type { NewSubmission } from './submissions.ts';

/** Which of these submissions were stored before. */
export async function submissionsAmong(db: Db, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('submissions')
    .select('id')
    .where(isAmong(db, 'id', ids))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Who has these keys, by {@link identityName}; keys that nobody has are missing. */
export async function holdersAmong(db: Db, keys: readonly IdentityKey[]): Promise<Map<string, LeadId>> {
  const holders = new Map<string, LeadId>();
  for (const [kind, own] of Map.groupBy(keys, (key) => key.kind)) {
    const rows = await db
      .selectFrom('lead_identities')
      .select(['kind', 'value', 'lead_id'])
      .where('kind', '=', kind)
      .where(
        isAmong(
          db,
          'value',
          own.map(({ value }) => value),
        ),
      )
      .execute();
    for (const row of rows) holders.set(identityName(row), row.lead_id);
  }
  return holders;
}

export const identityName = ({ kind, value }: IdentityKey): string => `${kind} ${value}`;

/** Gives keys that nobody has to new leads, and answers whose keys somebody else took at this moment. */
export async function claimFreeKeys(
  db: Db,
  claims: readonly (IdentityKey & { leadId: LeadId })[],
): Promise<Set<LeadId>> {
  if (claims.length === 0) return new Set();
  // in the order in which claimIdentities takes them, or two would wait for each other
  const sorted = claims.toSorted((a, b) => (identityName(a) < identityName(b) ? -1 : 1));
  const rows = sorted.map(({ kind, value, leadId }) => ({ kind, value, lead_id: leadId }));
  const given = await insertRows(db, 'lead_identities', rows, { key: ['kind', 'value'] });
  const taken = new Set(given.map(identityName));
  const late = new Set(claims.filter((claim) => !taken.has(identityName(claim))).map(({ leadId }) => leadId));
  if (late.size > 0)
    await db
      .deleteFrom('lead_identities')
      .where(isAmong(db, 'lead_id', late))
      .execute();
  return late;
}

/** Adds leads of which nothing but the address is known, each with when it became known, epoch milliseconds. */
export async function insertLeads(
  db: Db,
  leads: readonly { id: LeadId; email: string | null; createdAt: number }[],
): Promise<void> {
  const rows = leads.map(({ id, email, createdAt }) => ({ id, email, created_at: createdAt, ...emptyLead }));
  await insertRows(db, 'leads', rows, { key: ['id'] });
}

/** Gives a lead its address where it has none. */
export async function nameEmail(db: Db, id: LeadId, email: string): Promise<void> {
  await db.updateTable('leads').set({ email }).where('id', '=', id).where('email', 'is', null).execute();
}

/** Remembers that a lead was known earlier than we knew. */
export async function backdateLead(db: Db, id: LeadId, createdAt: number): Promise<void> {
  await db
    .updateTable('leads')
    .set({ created_at: createdAt })
    .where('id', '=', id)
    .where('created_at', '>', createdAt)
    .execute();
}

export async function insertSubmissions(db: Db, submissions: readonly NewSubmission[]): Promise<void> {
  const rows = submissions.map(({ id, leadId, site, receivedAt, via, submission }) => ({
    id,
    lead_id: leadId,
    site,
    via,
    received_at: receivedAt,
    body: JSON.stringify(submission),
  }));
  await insertRows(db, 'submissions', rows, { key: ['id'] });
}

/** The leads of these ids, following merges; unknown ids are missing. */
export async function leadsAmong(db: Db, ids: readonly LeadId[]): Promise<Map<LeadId, LeadId>> {
  const found = new Map<LeadId, LeadId>();
  if (ids.length === 0) return found;
  const rows = await db
    .selectFrom('leads')
    .select(['id', 'merged_into'])
    .where(isAmong(db, 'id', ids))
    .execute();
  const merged = rows.flatMap(({ merged_into: into }) => into ?? []);
  const further = await leadsAmong(db, merged);
  for (const { id, merged_into: into } of rows) {
    const lead = into === null ? id : further.get(into);
    if (lead) found.set(id, lead);
  }
  return found;
}
