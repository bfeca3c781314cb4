import type { RawSource, Source } from '@headwater/contract';
import { isTouch, type StoredEvent } from '../domain/event.ts';
import { correctClocks, sortJourney } from '../domain/journey.ts';
import { resolveTouch, type SourceRules } from '../domain/source.ts';
import { readAddress } from '../domain/url.ts';
import type { LeadId } from '../ids.ts';
import { programsOf } from '../storage/codes.ts';
import type { Db } from '../storage/dialect.ts';
import { journeyEvents } from '../storage/events.ts';
import { settingsValue } from './settings.ts';

export type ResolvedTouch = StoredEvent & { raw: RawSource; resolved: Source; rule: string };

/** In the order they happened, by our clock. */
export type Journey = { events: StoredEvent[]; touches: ResolvedTouch[] };

/** What a lead did so far. Sources are resolved at each reading, so a changed rule changes history. */
export async function readJourney(db: Db, leadId: LeadId): Promise<Journey> {
  const events = sortJourney(correctClocks(await journeyEvents(db, leadId)));
  const touches = events.filter(isTouch);
  const codes = touches.flatMap(({ body }) => codesIn(body));
  const rules = await sourceRules(db, codes);
  return { events, touches: touches.map((touch) => resolve(touch, rules)) };
}

/** The rules by which sources are named, with the programmes of those referral codes. */
export async function sourceRules(db: Db, codes: readonly string[]): Promise<SourceRules> {
  const settings = await settingsValue(db, 'sources');
  return { ...settings, codes: await programsOf(db, codes) };
}

/** The referral codes that an address or an event names. */
export function codesIn({ ref, url }: { ref?: string | undefined; url?: string | undefined }): string[] {
  const inUrl = url === undefined ? null : readAddress(url).ref;
  return [ref, inUrl].flatMap((code) => (code ? [code] : []));
}

function resolve(touch: StoredEvent, rules: SourceRules): ResolvedTouch {
  return { ...touch, ...resolveTouch({ kind: touch.kind, ...touch.body }, rules) };
}
