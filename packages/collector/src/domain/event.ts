import type { ClickIds, Params, Utm } from '@headwater/contract';

/** What an event carries besides its id, kind and time, as it was reported. */
export type EventBody = {
  url?: string | undefined;
  referrer?: string | undefined;
  ref?: string | undefined;
  click?: ClickIds | undefined;
  utm?: Utm | undefined;
  params?: Params | undefined;
  title?: string | undefined;
  name?: string | undefined;
  props?: Record<string, unknown> | undefined;
  visibleMs?: number | undefined;
  depth?: number | undefined;
  /** Of an offline touch: which webinar, which talk. */
  session?: string | undefined;
  /** Imported as something of the past: it carries credit, and earns no points now. */
  history?: boolean | undefined;
};

/** A page, an event or a touch as it was reported; `at` is by the visitor's clock. Times in epoch milliseconds. */
export type StoredEvent = {
  id: string;
  kind: string;
  visitor: string | null;
  at: number;
  sentAt: number | null;
  receivedAt: number;
  body: EventBody;
};

const withoutCredit = new Set(['page', 'engagement', 'event']);

/** What was looked at and custom events carry no credit; everything else is a touch. */
export const isTouch = (event: Pick<StoredEvent, 'kind'>): boolean => !withoutCredit.has(event.kind);
