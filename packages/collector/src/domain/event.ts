import type { ClickIds, Utm } from '@headwater/contract';

/** What an event carries besides its id, kind and time, as it was reported. */
export type EventBody = {
  url?: string | undefined;
  referrer?: string | undefined;
  ref?: string | undefined;
  click?: ClickIds | undefined;
  utm?: Utm | undefined;
  title?: string | undefined;
  name?: string | undefined;
  props?: Record<string, unknown> | undefined;
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

/** Pages and custom events carry no credit; everything else is a touch. */
export const isTouch = (event: Pick<StoredEvent, 'kind'>): boolean =>
  event.kind !== 'page' && event.kind !== 'event';
