import { type Kept, readKept } from './store.ts';
import { closePage, openPage, watchEngagement } from './engagement.ts';
import { type Linked, readLink } from './linking.ts';
import { allowed, whenAllowed } from './consent.ts';
import { options } from './options.ts';
import { readAddress } from './parameters.ts';
import { leave, retry, send, stamp } from './send.ts';
import { onNavigation } from './spa.ts';
import { attempt, note, on } from './guard.ts';
import { decideTouch, differs, remember } from './touch.ts';
import { cookieDomain, SEEN_COOKIE, writeCookie } from './visitor.ts';

/**
 * Records this document from now on: its landing, its pages, how they are looked at.
 * @param href the address at the start
 */
export function track(href: string): void {
  const linked = attempt(readLink);
  // Routers that ran before this script may have taken the campaign out of the address: then it still stands
  // in the address that was loaded.
  const landed = differs(readAddress(href)) ? href : performance.getEntriesByType('navigation')[0]?.name;

  arrive(true, landed, document.referrer, document.title, linked);
  // Out of the back/forward cache: the same document, visited once more.
  on('pageshow', ({ persisted }) => persisted && arrive(true));
  on('pagehide', leavePage);
  on('online', retry);
  watchEngagement();
  // Whatever the page calls `history` or `navigation`: the rest of the start does not wait for it.
  if (options.spa !== 'off') attempt(() => onNavigation(href, arrive));
}

/** Says what there is to say, as the page goes away. */
export function leavePage(): void {
  closePage();
  if (allowed) leave();
}

/**
 * Records that the visitor comes to an address: as a touch where it is one, and as a page.
 * @param referrer empty inside an application, as is the title, which applications set later
 * @param linked who came from another domain of ours
 */
function arrive(isPage: boolean, url = location.href, referrer = '', title?: string, linked?: Linked): void {
  const at = Date.now();
  const address = readAddress(url, options.hash === 'on');
  if (isPage) {
    closePage();
    openPage(address.url);
  }
  whenAllowed(() => {
    const kept = { ...readKept(), ...linked };
    // Tells the widest domain that is ours.
    writeCookie(SEEN_COOKIE, `${at}`);
    const excluded = [cookieDomain, location.hostname, options.domains, options.ignoreReferrers].join();
    const [because, touch] = decideTouch(address, referrer, at, kept, excluded);
    note(because, touch);
    const page = { kind: 'page', url: address.url, title } as const;
    const touches = touch ? [stamp(touch, at)] : [];
    const items = isPage ? [...touches, stamp(page, at)] : touches;
    send(items, { ...touches.reduce(remember<Kept>, kept), seenAtMs: at });
  });
}
