import type { Assignment, BuyingRole, Lead, MessageRef, Snooze, Source, Stage } from '@headwater/contract';
import type { DeliveryId, LeadId } from '../ids.ts';
import { lockRows, type Db } from './dialect.ts';
import { emptyLead } from './emptyLead.ts';
import { holdsWords, knownBy } from './leadWords.ts';
import { prepared } from './prepared.ts';
import type { LeadsTable } from './schema.ts';
import { withoutFollowUp } from './withoutFollowUp.ts';

export type StoredLead = Omit<Lead, 'stages' | 'createdAt' | 'id'> & {
  id: LeadId;
  source: string | null;
  channel: string;
  family: Source['family'];
  junk: boolean;
  announced: LeadsTable['announced'];
  card: MessageRef | null;
  cardPlace: string | null;
  digest: DeliveryId | null;
  createdAt: number;
};

/** The columns that are recomputed from submissions and journey. */
export type LeadProjection = Pick<
  StoredLead,
  | 'email'
  | 'name'
  | 'company'
  | 'phone'
  | 'linkedin'
  | 'country'
  | 'account'
  | 'heardFrom'
  | 'segment'
  | 'score'
  | 'scoreLines'
  | 'temperature'
  | 'temperatureReasons'
  | 'originalSource'
  | 'latestSource'
  | 'flags'
  | 'junk'
>;

/** Adds an empty lead; refreshLead fills it in the same transaction. */
export async function insertLead(db: Db, id: LeadId, nowMs: number): Promise<void> {
  await db
    .insertInto('leads')
    .values({ id, created_at: nowMs, ...emptyLead })
    .execute();
}

/** A lead by its id, following merges; undefined when there is none. */
export async function findLead(db: Db, id: LeadId): Promise<StoredLead | undefined> {
  const [row] = await rowOf(db, { id });
  if (row?.merged_into) return findLead(db, row.merged_into);
  return row && toStoredLead(row);
}

const rowOf = prepared((db, { id }: { id: LeadId }) =>
  db.selectFrom('leads').selectAll().where('id', '=', id),
);

/**
 * Like {@link findLead}, and keeps others from changing the lead until the transaction ends. What became part of
 * another is not locked on the way: who holds it may wait for that other, as lockLeadRows does.
 */
export async function lockLead(db: Db, id: LeadId): Promise<StoredLead | undefined> {
  const [row] = await lockedRowOf(db, { id });
  if (row?.merged_into) return lockLead(db, row.merged_into);
  return row && toStoredLead(row);
}

const lockedRowOf = prepared((db, { id }: { id: LeadId }) =>
  lockRows(
    db,
    db
      .selectFrom('leads')
      .selectAll()
      .where('id', '=', (row) =>
        row.fn.coalesce(
          row.selectFrom('leads as part').select('part.merged_into').where('part.id', '=', id),
          row.val(id),
        ),
      ),
  ),
);

export type LeadFilter = {
  stage?: Stage | undefined;
  temperature?: Lead['temperature'] | undefined;
  source?: string | undefined;
  channel?: string | undefined;
  owner?: string | undefined;
  segment?: string | undefined;
  /** In lower case, and as its identity key writes it, by which it is found where it is an earlier one. */
  email?: { address: string; key: string } | undefined;
  /** Words in name, company or e-mail. */
  q?: string | undefined;
  junk?: boolean | undefined;
  /** The present moment, epoch milliseconds: only leads that somebody has and nobody tried to reach. */
  withoutFollowUpAt?: number | undefined;
  before?: { createdAt: number; id: string } | undefined;
  limit: number;
};

/** Up to `limit` leads, newest first. */
export async function listLeads(db: Db, filter: LeadFilter): Promise<StoredLead[]> {
  let query = db
    .selectFrom('leads')
    .selectAll()
    .where('merged_into', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit);
  for (const column of ['stage', 'temperature', 'source', 'channel', 'owner', 'segment'] as const) {
    const wanted = filter[column];
    if (wanted !== undefined) query = query.where(column, '=', wanted);
  }
  if (filter.junk !== undefined) query = query.where('junk', '=', filter.junk ? 1 : 0);
  if (filter.withoutFollowUpAt !== undefined) query = query.where(withoutFollowUp(filter.withoutFollowUpAt));
  const { email, q, before } = filter;
  if (email !== undefined)
    query = query.where((row) => row.or([row('email', '=', email.address), knownBy(row, email.key)]));
  if (q?.trim()) query = query.where((row) => holdsWords(row, q));
  if (before) {
    const { createdAt, id } = before;
    query = query.where((row) =>
      row.or([
        row('created_at', '<', createdAt),
        row.and([row('created_at', '=', createdAt), row('id', '<', id as LeadId)]),
      ]),
    );
  }
  return (await query.execute()).map(toStoredLead);
}

/** Warm leads of nobody that were not announced yet, highest score first, locked. */
export async function unannouncedLeads(db: Db): Promise<StoredLead[]> {
  const query = db
    .selectFrom('leads')
    .selectAll()
    .where('announced', 'is', null)
    .where('snooze', 'is', null)
    .where('temperature', '=', 'warm')
    .where('assignment', 'is not', null)
    .where('owner', 'is', null)
    .where('junk', '=', 0)
    .where('merged_into', 'is', null)
    .where('stage', 'not in', ['disqualified', 'lost', 'customer'])
    .orderBy('score', 'desc')
    .orderBy('id')
    .limit(500);
  return (await lockRows(db, query).execute()).map(toStoredLead);
}

export async function saveProjection(db: Db, id: LeadId, lead: LeadProjection): Promise<void> {
  await db.updateTable('leads').set(projectionColumns(lead)).where('id', '=', id).execute();
}

/** A projection as its columns. */
export function projectionColumns(lead: LeadProjection) {
  return {
    email: lead.email,
    name: lead.name,
    company: lead.company,
    phone: lead.phone,
    linkedin: lead.linkedin,
    country: lead.country,
    account: lead.account,
    heard_from: lead.heardFrom,
    segment: lead.segment,
    score: lead.score,
    score_lines: JSON.stringify(lead.scoreLines),
    temperature: lead.temperature,
    temperature_reasons: JSON.stringify(lead.temperatureReasons),
    original_source: JSON.stringify(lead.originalSource),
    latest_source: JSON.stringify(lead.latestSource),
    source: lead.originalSource.source,
    channel: lead.originalSource.channel,
    family: lead.originalSource.family,
    flags: JSON.stringify(lead.flags),
    junk: lead.junk ? 1 : 0,
  } satisfies Partial<LeadsTable>;
}

export async function saveAssignment(db: Db, id: LeadId, assignment: Assignment): Promise<void> {
  await assign(db, { id, assignment: JSON.stringify(assignment), assignee: assignment.owner });
}

type Assigned = Pick<LeadsTable, 'id' | 'assignment' | 'assignee'>;
const assign = prepared((db, { id, assignment, assignee }: Assigned) =>
  db.updateTable('leads').set({ assignment, assignee }).where('id', '=', id),
);

export async function saveAnnounced(
  db: Db,
  id: LeadId,
  announced: NonNullable<LeadsTable['announced']>,
): Promise<void> {
  await db.updateTable('leads').set({ announced }).where('id', '=', id).execute();
}

/** Remembers which digest lists the lead. */
export async function saveDigest(db: Db, id: LeadId, digest: DeliveryId): Promise<void> {
  await db.updateTable('leads').set({ digest }).where('id', '=', id).execute();
}

export async function saveCard(db: Db, id: LeadId, card: MessageRef): Promise<void> {
  await db
    .updateTable('leads')
    .set({ card: JSON.stringify(card) })
    .where('id', '=', id)
    .execute();
}

/** Remembers that the card is owed to one person, or stands elsewhere than the assignment says. */
export async function saveCardPlace(db: Db, id: LeadId, place: string | null): Promise<void> {
  await db.updateTable('leads').set({ card_place: place }).where('id', '=', id).execute();
}

export async function saveRole(db: Db, id: LeadId, role: BuyingRole): Promise<void> {
  await db.updateTable('leads').set({ role }).where('id', '=', id).execute();
}

export async function saveStage(db: Db, id: LeadId, stage: Stage): Promise<void> {
  await db.updateTable('leads').set({ stage }).where('id', '=', id).execute();
}

export async function saveOwner(db: Db, id: LeadId, owner: string | null): Promise<void> {
  await db.updateTable('leads').set({ owner }).where('id', '=', id).execute();
}

export function toStoredLead(row: LeadsTable): StoredLead {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    company: row.company,
    phone: row.phone,
    linkedin: row.linkedin,
    country: row.country,
    segment: row.segment,
    account: row.account,
    stage: row.stage,
    score: row.score,
    scoreLines: JSON.parse(row.score_lines) as Lead['scoreLines'],
    temperature: row.temperature,
    temperatureReasons: JSON.parse(row.temperature_reasons) as string[],
    originalSource: JSON.parse(row.original_source) as Source,
    latestSource: JSON.parse(row.latest_source) as Source,
    source: row.source,
    channel: row.channel,
    family: row.family as Source['family'],
    heardFrom: row.heard_from,
    owner: row.owner,
    assignment: row.assignment === null ? null : (JSON.parse(row.assignment) as Assignment),
    snoozed: row.snooze === null ? null : (JSON.parse(row.snooze) as Snooze),
    flags: JSON.parse(row.flags) as string[],
    junk: row.junk === 1,
    announced: row.announced,
    card: row.card === null ? null : (JSON.parse(row.card) as MessageRef),
    cardPlace: row.card_place,
    role: row.role,
    digest: row.digest,
    createdAt: row.created_at,
  };
}
