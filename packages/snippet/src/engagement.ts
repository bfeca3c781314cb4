import type { EngagementEvent } from '@headwater/contract';
import { allowed, whenAllowed } from './consent.ts';
import { enqueue, stamp, without } from './send.ts';
import { on } from './guard.ts';
import { keep, readKept } from './store.ts';

/** What was measured of the page that is open. */
let page: EngagementEvent | undefined;
/** Since when it has been visible; 0 while it is hidden. */
let visibleFrom = 0;
/** How far it was scrolled, in pixels. */
let scrolledTo = 0;

/** Measures for how long pages are visible, and how far down they are seen. */
export function watchEngagement(): void {
  on('scroll', () => {
    scrolledTo = Math.max(scrolledTo, scrollY);
  });
  on('visibilitychange', () => (document.hidden ? count() : page && openPage(page.url)));
}

/** Queues what was measured of the page, which is being left. */
export function closePage(): void {
  count();
  page = undefined;
  scrolledTo = 0;
}

/**
 * Begins with another page, or goes on with what was counted before this one was hidden, unless another tab has
 * sent that already.
 */
export function openPage(url: string): void {
  const now = Date.now();
  visibleFrom = document.hidden ? 0 : now;
  if (page && allowed) {
    const kept = readKept();
    const queue = without([page], kept);
    if (queue.length < kept.queue.length) return keep({ ...kept, queue });
  }
  page = stamp({ kind: 'engagement', url, visibleMs: 0, depth: 0 }, now);
}

/** Queues what was measured so far, unsent: a hidden page may be closed without a word, or be looked at again. */
function count(): void {
  const counted = page;
  if (!counted || !visibleFrom) return;
  const seen = (Math.max(scrolledTo, scrollY) + innerHeight) / document.documentElement.scrollHeight;
  counted.depth = Math.min(100, Math.round(seen * 100));
  counted.at = Date.now();
  counted.visibleMs += counted.at - visibleFrom;
  visibleFrom = 0;
  whenAllowed(() => enqueue([counted], readKept()));
}
