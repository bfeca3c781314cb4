import type { TouchEvent } from '@headwater/contract';
import type { Command } from './commands.ts';
import { allow, whenAllowed } from './consent.ts';
import { readForm } from './forms.ts';
import { note, on } from './guard.ts';
import { options } from './options.ts';
import { readAddress } from './parameters.ts';
import { leave, send } from './send.ts';
import { onNavigation } from './spa.ts';
import { keep, readKept } from './store.ts';
import { decideTouch, remember } from './touch.ts';
import { cookieDomain } from './visitor.ts';

const LONGEST_TITLE = 512;

/** Records this document from now on: its landing, its pages, its forms. */
export function track(landed: string | undefined): void {
  if (options.consent !== 'required') allow(true);
  arrive(true, landed, document.referrer, document.title);
  // Out of the back/forward cache: the same document, visited once more.
  on('pageshow', ({ persisted }) => persisted && arrive(true));
  on('pagehide', leave);
  if (options.spa !== 'off') onNavigation(arrive);
  if (options.forms !== 'off') {
    on('submit', readForm);
    // `form.submit()` fires no submit event.
    on('formdata', readForm);
  }
}

/**
 * Records that the visitor comes to an address: as a touch where it is one, and as a page.
 * @param referrer empty inside an application, as is the title, which applications set later
 */
function arrive(isPage: boolean, url = location.href, referrer = '', title?: string): void {
  const at = Date.now();
  whenAllowed(() => {
    const kept = readKept();
    keep({ ...kept, seenAtMs: at });
    const excluded = `${cookieDomain || location.hostname},${options.ignoreReferrers ?? ''}`;
    const address = readAddress(url, options.hash === 'on');
    const [because, touch] = decideTouch(address, referrer, at, kept, excluded);
    note(because, touch);
    if (touch) keep(remember(kept, send(touch, at) as TouchEvent));
    if (isPage) send({ kind: 'page', url: address.url, title: title?.slice(0, LONGEST_TITLE) }, at);
  });
}

/** Carries out one command of the page. */
export function run([kind, given, props]: Command): void {
  const at = Date.now();
  if (kind === 'consent') return allow(given === 'granted');
  whenAllowed(() => {
    if (kind === 'event') {
      send({ kind, name: given, props }, at);
    } else if (kind === 'lead') {
      send({ kind, ...given }, at);
    } else {
      const { visitor, first, touches } = readKept();
      given({ visitor, first, touches, last: touches.slice(-1)[0] });
    }
  });
}
