import type { Options } from '../options.ts';
import type { Reason, Touch } from '../touch.ts';

/** The moment of every arrival of the table. */
export const NOW = 1_767_225_600_000;

export const VISITOR = '01234567-89ab-7cde-8f01-23456789abcd';

/** What this browser keeps of the visitor when they arrive. */
export interface Known {
  first?: Touch | undefined;
  touches: Touch[];
  seenAtMs: number;
  /** The cookies were deleted, as Safari does, and localStorage was not. */
  hasNoCookies?: true;
}

/** What is recorded where the arrival is a touch; null is no referrer. */
export interface Recorded {
  url?: string;
  referrer?: string | null;
  params?: Record<string, string>;
}

/** A row of the table: what is known, where the visitor arrives and from where, and what that means. */
export interface Arrival {
  /** The case, in words. */
  is: string;
  known: Known;
  /** The whole address. */
  to: string;
  /** `document.referrer` */
  from: string;
  /** Attributes of the script tag. */
  tag: Partial<Pick<Options, 'domains' | 'ignoreReferrers' | 'hash'>>;
  because: Reason;
  /** What a touch has to record, as far as this row is about it. */
  touch: Recorded;
  /** Which touch is the first one afterwards: one that was known, by its id, or the one that this arrival is. */
  first?: string;
}

/** The id of the touch that an arrival is, in `first`. */
export const THIS = 'this one';

/** Nobody has been here. */
export const nobody: Known = { touches: [], seenAtMs: 0 };

/** A touch of an hour ago; its query is its id too. */
export function touchOf(query: string, referrer?: string): Touch {
  const params = Object.fromEntries(new URLSearchParams(query));
  const url = `https://www.site.test/${query && '?'}${query}`;
  return { kind: 'touch', id: query || referrer || 'direct', at: NOW - 3_600_000, url, params, referrer };
}

/** A visitor who came by these touches, oldest first, and was last active so long ago. */
export function activeBefore(ms: number, ...touches: Touch[]): Known {
  return { first: touches[0], touches, seenAtMs: NOW - ms };
}

/** The same as the script leaves it in a browser: cookies by their names, and what stands in localStorage under `hw`. */
export function keptOf({ hasNoCookies, ...known }: Known): { cookies: [string, string][]; storage: string } {
  const isNew = known.seenAtMs === 0;
  return {
    cookies: isNew || hasNoCookies ? [] : Object.entries({ hw: VISITOR, hw_s: `${known.seenAtMs}` }),
    storage: known.touches[0] ? JSON.stringify({ ...known, visitor: VISITOR, queue: [] }) : '',
  };
}

/** An address of the site from its path, query and hash; whole addresses stay as they are. */
export function onSite(to: string): string {
  return new URL(to, 'https://www.site.test/').href;
}
