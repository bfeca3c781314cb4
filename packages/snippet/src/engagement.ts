import type { EngagementEvent } from '@headwater/contract';
import { allowed, whenAllowed } from './consent.ts';
import { on } from './guard.ts';
import { enqueue, stamp, without } from './send.ts';
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
  on('visibilitychange', () => (document.hidden ? count() : page && look(page.url)));
}

/** Begins with another page. */
export function openPage(url: string): void {
  closePage();
  look(url);
}

/** Queues what was measured of the page, which is being left. */
export function closePage(): void {
  count();
  page = undefined;
  scrolledTo = 0;
}

/** Goes on with what was counted before the page was hidden, unless another tab has sent that already. */
function look(url: string): void {
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
