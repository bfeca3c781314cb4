import type { Kept } from './store.ts';
import { isWithin } from './referrer.ts';
import { options } from './options.ts';

/** For how long a link carries its visitor: long enough for a slow page, too short to be passed on. */
const LIFETIME_MS = 120_000;

/** A visitor of another domain of ours, in an address: `_hw=VISITOR.TIME`. */
const carried = /([?&])_hw=([\w-]{36})\.(\d+)(&?)/;
type Link = [whole: string, mark: string, visitor: string, time: string, more: string];

/** A visitor of another domain of ours, and when they followed the link. */
export type Linked = Pick<Kept, 'visitor' | 'seenAtMs'>;

/** Who a link from another domain of ours brought, if it is fresh; the address bar is cleaned of it. */
export function readLink(): Linked | undefined {
  const link = carried.exec(location.href) as Link | null;
  if (!link) return;
  const [, mark, visitor, time, more] = link;
  history.replaceState(history.state, '', location.href.replace(carried, more ? mark : ''));
  const isFresh = Math.abs(Date.now() - +time) < LIFETIME_MS;
  if (isFresh && isWithin(new URL(document.referrer).hostname, options.domains))
    return { visitor, seenAtMs: +time };
}
