import type { RawSource, Source } from '@headwater/contract';
import { isTouch, type EventBody, type StoredEvent } from '../domain/event.ts';
import { correctClocks, sortJourney } from '../domain/journey.ts';
import { resolveTouch, type SourceRules } from '../domain/source.ts';
import type { Submission } from '../domain/submission.ts';
import { readAddress, readParams } from '../domain/url.ts';
import type { LeadId } from '../ids.ts';
import { programsOf } from '../storage/codes.ts';
import type { Db } from '../storage/dialect.ts';
import { journeyEvents } from '../storage/events.ts';
import { submissionsOf } from '../storage/submissions.ts';
import { settingsValue } from './settings.ts';

export type ResolvedTouch = StoredEvent & { raw: RawSource; resolved: Source; rule: string };

/** Events and touches in the order they happened, by our clock; submissions as they came. */
export type Journey = { events: StoredEvent[]; touches: ResolvedTouch[]; submissions: Submission[] };

/** What a lead did so far. Sources are resolved at each reading, so a changed rule changes history. */
export async function readJourney(db: Db, leadId: LeadId): Promise<Journey> {
  const submissions = await submissionsOf(db, leadId);
  const reported = await journeyEvents(db, leadId);
  const rules = await sourceRules(db, codesOf(reported));
  return journeyOf(reported, submissions, rules);
}

/** The referral codes that touches name. */
export const codesOf = (events: readonly StoredEvent[]): string[] =>
  events.filter(isTouch).flatMap(({ body }) => codesIn(body));

/** A journey from its rows; `rules` know the codes of {@link codesOf}. */
export function journeyOf(
  reported: readonly StoredEvent[],
  submissions: Submission[],
  rules: SourceRules,
): Journey {
  const corrected = correctClocks([...reported, ...submissions.flatMap(clockOfForm)]).map(notAhead);
  const events = sortJourney(corrected.filter((event) => event.kind !== 'form'));
  const resolved = events.filter(isTouch).map((touch) => resolve(touch, rules));
  return { events, touches: withoutEmptyForms(resolved, submissions), submissions };
}

/** Nothing that a browser reports happened after it was received. */
const notAhead = (event: StoredEvent): StoredEvent =>
  event.visitor === null ? event : { ...event, at: Math.min(event.at, event.receivedAt) };

/** Where a form stood is a touch only where nothing else tells how its sender came. */
function withoutEmptyForms(touches: ResolvedTouch[], submissions: readonly Submission[]): ResolvedTouch[] {
  const forms = new Set(submissions.map(({ id }) => id));
  const isEmpty = ({ id, resolved }: ResolvedTouch): boolean =>
    forms.has(id) && resolved.channel === 'Direct';
  const telling = touches.filter((touch) => !isEmpty(touch));
  return telling.length > 0 ? telling : touches;
}

/** A form tells the visitor's clock too; where what it was sent with came late, nothing else does. */
function clockOfForm({ id, via, submission, receivedAt }: Submission): StoredEvent[] {
  if (via !== 'form' || submission.visitor === undefined || submission.sentAt === undefined) return [];
  const { visitor, sentAt } = submission;
  return [{ id, kind: 'form', visitor, at: sentAt, sentAt, receivedAt, body: {} }];
}

/** The rules by which sources are named and take their channels, with the programmes of those referral codes. */
export async function sourceRules(db: Db, codes: readonly string[]): Promise<SourceRules> {
  const settings = await settingsValue(db, 'sources');
  const channels = await settingsValue(db, 'channels');
  return { ...settings, channels, codes: await programsOf(db, codes) };
}

/** The referral codes that an address or an event names. */
export function codesIn({ ref, params, url }: Pick<EventBody, 'ref' | 'params' | 'url'>): string[] {
  return [ref, readParams(params ?? {}).ref, readAddress(url ?? '').ref].flatMap((code) => code || []);
}

function resolve(touch: StoredEvent, rules: SourceRules): ResolvedTouch {
  return { ...touch, ...resolveTouch({ kind: touch.kind, ...touch.body }, rules) };
}
