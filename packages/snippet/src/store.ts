import type { History, Touch } from './touch.ts';
import { readCookies, SEEN_COOKIE, VISITOR_COOKIE, writeCookie } from './visitor.ts';
import { attempt } from './guard.ts';
import type { LeadSubmission, SiteEvent, TouchEvent } from '@headwater/contract';
import { uuidv7 } from './ids.ts';

/** What a page says about a person by `headwater('lead', person)`. */
export type Person = Partial<
  Pick<
    LeadSubmission,
    | 'email'
    | 'name'
    | 'company'
    | 'phone'
    | 'linkedin'
    | 'message'
    | 'heardFrom'
    | 'country'
    | 'fields'
    | 'form'
    | 'inputs'
  >
>;

/** A lead on its way. Its id becomes its submission; how it came is added when it is sent. */
export type OutgoingLead = Person & { kind: 'lead'; id: string; at: number };

/** What the collector has not answered for yet. */
export type Outgoing = Exclude<SiteEvent, TouchEvent> | Touch | OutgoingLead;

/** The same before it has an id. */
export type Unsent = Outgoing extends infer Item
  ? Item extends Outgoing
    ? Omit<Item, 'id' | 'at'>
    : never
  : never;

/** Everything this browser keeps. */
export interface Kept extends History {
  visitor: string;
  /** When the visitor was last active, 0 on a first visit. */
  seenAtMs: number;
  queue: Outgoing[];
}

const KEY = 'hw';

/** What localStorage does not take, because it is absent, refused or full, lasts as long as the document. */
let memory = '';

/** Reads everything anew: other tabs write to it too. Where nothing is kept, a new visitor begins. */
export function readKept(): Kept {
  const kept = attempt(() => JSON.parse(memory || localStorage[KEY] || null) as Partial<Kept>);
  const cookies = readCookies();
  return {
    touches: [],
    queue: [],
    ...kept,
    // across subdomains, which localStorage is not
    visitor: cookies[VISITOR_COOKIE] || kept?.visitor || uuidv7(Date.now()),
    seenAtMs: +(cookies[SEEN_COOKIE] || kept?.seenAtMs || 0),
  };
}

/** Keeps what was read, changed in part. */
export function keep(kept: Kept): void {
  writeCookie(VISITOR_COOKIE, kept.visitor);
  writeCookie(SEEN_COOKIE, `${kept.seenAtMs}`);
  memory = JSON.stringify(kept);
  attempt(() => {
    localStorage[KEY] = memory;
    memory = '';
  });
}

/** Leaves nothing of the visitor in this browser. */
export function forget(): void {
  memory = '';
  writeCookie(VISITOR_COOKIE, '', -1);
  writeCookie(SEEN_COOKIE, '', -1);
  attempt(() => delete localStorage[KEY]);
}
