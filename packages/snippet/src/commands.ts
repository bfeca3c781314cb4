import type { CustomEvent, TouchEvent } from '@headwater/contract';
import type { Person } from './fields.ts';

/** What the page learns from `headwater('get', callback)`. */
export interface Memory {
  visitor: string;
  first: TouchEvent | undefined;
  last: TouchEvent | undefined;
  touches: TouchEvent[];
}

/** What a page may call: `headwater('event', 'video_played', { seconds: 40 })`. */
export type Command =
  | [kind: 'event', name: string, props?: NonNullable<CustomEvent['props']>]
  | [kind: 'lead', person: Person]
  | [kind: 'consent', answer: 'granted' | 'denied']
  | [kind: 'get', callback: (memory: Memory) => void];

/** `window.headwater`: the page's stub, which collects calls in `q`, or the function that carries them out. */
export interface Headwater {
  (...command: Command): void;
  q?: Iterable<Command>;
  loaded?: true;
}
