import type { CustomEvent } from '@headwater/contract';
import { allow, whenAllowed } from './consent.ts';
import { attempt } from './guard.ts';
import { openWidget } from './parts.ts';
import { type Person, readKept } from './store.ts';
import type { Touch } from './touch.ts';
import { send, stamp } from './send.ts';

/** What the page learns from `headwater('get', callback)`. */
export interface Memory {
  visitor: string;
  first?: Touch | undefined;
  last: Touch | undefined;
  touches: Touch[];
}

/** What a page may call: `headwater('event', 'video_played', { seconds: 40 })`. */
export type Command =
  | [kind: 'event', name: string, props?: NonNullable<CustomEvent['props']>]
  | [kind: 'lead', person: Person]
  | [kind: 'consent', answer: 'granted' | 'denied']
  | [kind: 'get', callback: (memory: Memory) => void]
  | [kind: 'open', widget: 'lead' | 'referral' | 'survey', attributes?: Record<string, string>];

/** `window.headwater`: the page's stub, which collects calls in `q`, or the function that carries them out. */
export interface Headwater {
  (...command: Command): void;
  q?: Iterable<Command>;
  loaded?: true;
}

/** Carries out one command of the page. */
export const headwater: Headwater = (kind, given, props?) =>
  attempt(() => {
    const at = Date.now();
    if (kind === 'open') return openWidget(given, props);
    if (kind === 'consent') return allow(given === 'granted');
    whenAllowed(() => {
      if (kind === 'get') {
        const kept = readKept();
        given({ ...kept, last: kept.touches.at(-1) });
      } else send([stamp(kind === 'event' ? { kind, name: given, props } : { kind, ...given }, at)]);
    });
  });
