import type { Lead, LeadDetail, Touch } from '@headwater/contract';
import { activityOf, actsOf } from '../domain/activity.ts';
import { identityKeys } from '../domain/identity.ts';
import { isoTime } from '../domain/isoTime.ts';
import type { Submission } from '../domain/submission.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { followUpsOf } from '../storage/followUps.ts';
import { historyOf } from '../storage/history.ts';
import { findLead, listLeads, type LeadFilter, type StoredLead } from '../storage/leads.ts';
import { stagesOf, type ReachedStage } from '../storage/stages.ts';
import { readFollowUpState } from './planFollowUp.ts';
import { readCourse } from './readCourse.ts';
import { summarizeQualification } from './readQualification.ts';
import { readJourney, type ResolvedTouch } from './readJourney.ts';

/** A lead as the interface shows it. */
export async function leadView(db: Db, stored: StoredLead): Promise<Lead> {
  const {
    source: _source,
    channel: _channel,
    family: _family,
    junk: _junk,
    announced: _announced,
    digest: _digest,
    cardPlace: _cardPlace,
    ...shown
  } = stored;
  const { card: _card, ...lead } = shown;
  const stages = stagesFrom(stored.createdAt, await stagesOf(db, stored.id));
  return {
    ...lead,
    stages: stages.map(({ stage, at }) => ({ stage, at: isoTime(at) })),
    createdAt: isoTime(stored.createdAt),
  };
}

type StageAt = Pick<ReachedStage, 'stage' | 'at'>;

/** Who was told to be a lead, or more, before we knew of them was one then: the list begins there. */
function stagesFrom(createdAt: number, changes: readonly StageAt[]): StageAt[] {
  const since = Math.min(createdAt, ...changes.map(({ at }) => at));
  const [first, ...rest] = changes;
  return first?.stage === 'lead' && first.at === since
    ? [first, ...rest]
    : [{ stage: 'lead', at: since }, ...changes];
}

/** A lead with everything known of it; undefined when there is none. */
export async function readLead(db: Db, id: LeadId): Promise<LeadDetail | undefined> {
  const stored = await findLead(db, id);
  if (!stored) return undefined;
  const { events, touches, submissions } = await readJourney(db, stored.id);
  const followUps = await followUpsOf(db, stored.id);
  return {
    ...(await leadView(db, stored)),
    submissions: submissions.map(submissionView),
    activity: activityOf(actsOf(events, touches, submissions), 50),
    history: await historyOf(db, stored.id),
    followUps,
    followUpState: await readFollowUpState(db, stored, followUps),
    qualification: await summarizeQualification(db, stored.id),
    ...(await readCourse(db, stored)),
  };
}

function submissionView({ id, receivedAt, via, submission }: Submission): LeadDetail['submissions'][number] {
  const said = { message: null, fields: {}, form: null, consent: null, ...submission };
  const { form, consent } = said as Partial<Extract<Submission, { via: 'form' }>['submission']>;
  return {
    id,
    at: isoTime(receivedAt),
    via,
    message: said.message ?? null,
    fields: said.fields ?? {},
    form: { id: form?.id ?? null, name: form?.name ?? null, url: form?.url ?? null },
    consent: consent ? { marketing: consent.marketing, text: consent.text ?? null } : null,
  };
}

/** The journey of a lead in the order it happened; undefined when there is no such lead. */
export async function readTouches(db: Db, id: LeadId): Promise<Touch[] | undefined> {
  const lead = await findLead(db, id);
  if (!lead) return undefined;
  const { touches } = await readJourney(db, lead.id);
  return touches.map(touchView);
}

function touchView({ id, kind, at, body, raw, resolved }: ResolvedTouch): Touch {
  const { url = null, referrer = null, session = null } = body;
  return { id, kind, at: isoTime(at), url, referrer, session, raw, resolved };
}

export type LeadPage = { data: Lead[]; nextCursor: string | null };

export type LeadSearch = Omit<LeadFilter, 'before' | 'email'> & {
  /** In lower case. */
  email?: string | undefined;
  /** What the page before gave. */
  cursor?: string | undefined;
};

/** One page of leads, newest first. */
export async function readLeads(db: Db, search: LeadSearch): Promise<LeadPage> {
  const { cursor, limit, email, ...wanted } = search;
  const before = cursor === undefined ? undefined : parseCursor(cursor);
  const found = email === undefined ? undefined : { address: email, key: addressKey(email) };
  const rows = await listLeads(db, { ...wanted, email: found, before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const data = [];
  for (const row of shown) data.push(await leadView(db, row));
  return { data, nextCursor: rows.length > limit && last ? `${last.createdAt}.${last.id}` : null };
}

const addressKey = (email: string): string => identityKeys({ email })[0]?.value ?? email;

function parseCursor(cursor: string): { createdAt: number; id: string } | undefined {
  const [, createdAt, id] = /^(\d+)\.(\w+)$/.exec(cursor) ?? [];
  return createdAt === undefined || id === undefined ? undefined : { createdAt: Number(createdAt), id };
}
