import { localHost, options } from './options.ts';
import { assumeConsent } from './consent.ts';
import { defineElements, expectPeople, type PagePart } from './parts.ts';
import { leavePage, track } from './track.ts';
import { attempt, note, on } from './guard.ts';
import { type Command, type Headwater, headwater } from './commands.ts';

declare global {
  interface Window {
    headwater?: Headwater;
  }
  interface Document {
    readonly prerendering?: boolean;
  }
}

/** What is still to be done of the start, one after the other. */
const pieces: (() => void)[] = [];
const doNext = (): void => attempt(() => pieces.shift()?.());

/** Does a piece of the start in a task of its own, by a timer that needs nothing passed on. */
const soon = (piece: () => void): void => {
  pieces.push(piece);
  setTimeout(doNext);
};

/**
 * Begins once in a document, and in the frames of a site that has us around them not at all. The page has more to
 * do at its start than we have: what is called then is collected, and our own work is done in pieces after it.
 * @param loadPage gives the part that hears what people do on the page
 * @param read sets the options
 */
export function start(loadPage: () => Promise<PagePart>, read: () => void): void {
  const href = location.href;
  const stub: Headwater & { q: Command[] } = (...command) => stub.q.push(command);
  stub.q = [];
  attempt(() => (window.headwater ??= stub));
  on('pagehide', () => {
    // Who leaves in the moment they came has been here all the same.
    if (pieces[0]) {
      doNext();
      doNext();
      leavePage();
    }
  });
  soon(() => {
    read();
    // A page that is only prepared in advance has not been visited: it begins when it is shown.
    if (document.prerendering) {
      document.addEventListener('prerenderingchange', () => attempt(() => begin(href, loadPage)));
    } else begin(href, loadPage);
  });
}

/** @param href the address at the start */
function begin(href: string, loadPage: () => Promise<PagePart>): void {
  // Whatever the page has put there.
  const before = attempt(() => window.headwater);
  const isThere = attempt(() => before?.loaded || isFramed());
  const isIgnored = 'ignoreLocal' in options && (navigator.webdriver || localHost.test(location.hostname));
  // A document without an origin stands in a sandbox: the collector would refuse it.
  if (!options.site || isThere || isIgnored || origin === 'null') return note('off');
  headwater.loaded = true;
  track(href);
  // Storage is the slowest of all.
  soon(() => {
    assumeConsent();
    expectPeople(headwater, loadPage);
    defineElements();
  });
  for (const command of before?.q ?? []) headwater(...command);
  window.headwater = headwater;
}

/** Whether the site has us in the page around this frame already, which hears of the forms of its frames. */
function isFramed(): unknown {
  return top !== window && (top as Window).document.querySelector('script[data-site]');
}
