import type { SiteEvent } from '@headwater/contract';
import type { Person } from './fields.ts';
import type { FormInfo } from './forms.ts';
import { attempt } from './guard.ts';
import { uuidv7 } from './ids.ts';
import type { History } from './touch.ts';
import { readCookie, type Visitor, writeCookie } from './visitor.ts';

/** A lead on its way. Its id becomes its submission; how it came is added when it is sent. */
export type OutgoingLead = Person & { kind: 'lead'; id: string; at: number; form?: FormInfo | undefined };

/** What the collector has not answered for yet. */
export type Outgoing = SiteEvent | OutgoingLead;

/** The same before it has an id. */
export type Unsent = Outgoing extends infer Item
  ? Item extends Outgoing
    ? Omit<Item, 'id' | 'at'>
    : never
  : never;

/** Everything this browser keeps. */
export interface Kept extends History, Visitor {
  queue: Outgoing[];
}

const KEY = 'hw';

/** What localStorage does not take, because it is absent, refused or full, lasts as long as the document. */
let memory = '';

/** Reads everything anew: other tabs write to it too. Where nothing is kept, a new visitor begins. */
export function readKept(): Kept {
  const kept = attempt(() => JSON.parse(memory || (localStorage[KEY] as string)) as Partial<Kept>);
  return { visitor: uuidv7(Date.now()), seenAtMs: 0, touches: [], queue: [], ...kept, ...readCookie() };
}

/** Changes a part of it. */
export function keep(part: Partial<Kept>): void {
  const kept = { ...readKept(), ...part };
  writeCookie(`${kept.visitor}.${kept.seenAtMs}`);
  memory = JSON.stringify(kept);
  attempt(() => {
    localStorage[KEY] = memory;
    memory = '';
  });
}
