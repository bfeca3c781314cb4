import type { PublicCode } from '@headwater/contract';
import type { Place } from './api.ts';
import type { Problems } from './fields.ts';
import type { Messages } from './messages/en.ts';

/** An element of the page while it is shown: what it is made of, and what it shows. */
export interface Host {
  element: HTMLElement;
  place: Place;
  words: Messages;
  /** What stands in the element's shadow root. */
  box: HTMLElement;
  problems: Problems;
  /** Why it did not get through. */
  failure?: string;
  isSending?: boolean;
  /** Everything was taken, and thanks are said. */
  isDone?: boolean;
  /** The last form that was given to the collector, and the id it was given with. */
  tried?: string;
  submission?: string;
  /** Whose link is shared, once it is known, and who was referred. */
  code?: PublicCode;
  friend?: string;
  /** What became of copying the link. */
  copied?: string;
  /** Shows a change, then moves the focus to the first part that matches, where one is named. */
  show: (change: Partial<Host>, focus?: string | null) => void;
}

export const isDialog = (element: Element): boolean => element.hasAttribute('dialog');

/** A dialog without a link or button of the page inside that would open it. */
export function opensItself(element: Element): boolean {
  const isOpener = ({ slot }: Element): boolean => !slot && element.localName !== 'hw-survey';
  return isDialog(element) && ![...element.children].some(isOpener);
}

/** What the page wrote in an attribute, or our own words where it wrote nothing. */
export function written({ element }: Host, attribute: string, otherwise = ''): string {
  return element.getAttribute(attribute) || otherwise;
}

/** Tells the page what happened, as an event of the element. */
export function tell({ element }: Host, type: 'sent' | 'close', detail?: object): void {
  element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
}
