import { type Headwater, run } from './commands.ts';
import { assumeConsent } from './consent.ts';
import { attempt, note } from './guard.ts';
import { isLocalTraffic, type Options, options } from './options.ts';
import { track } from './track.ts';
import { defineElements, expectPeople, type PagePart } from './parts.ts';

declare global {
  interface Window {
    headwater?: Headwater;
  }
  interface Document {
    readonly prerendering?: boolean;
  }
}

/**
 * Begins once in a document, and in the frames of a site that has us around them not at all.
 * @param loadPage gives the part that hears what people do on the page
 */
export function start(given: Partial<Options>, loadPage: () => Promise<PagePart>): void {
  Object.assign(options, given);
  // A page that is only prepared in advance has not been visited: it begins when it is shown.
  if (document.prerendering) {
    document.addEventListener('prerenderingchange', () => attempt(() => begin(loadPage)));
  } else begin(loadPage);
}

function begin(loadPage: () => Promise<PagePart>): void {
  // Whatever the page has put there.
  const before = attempt(() => window.headwater);
  const isThere = attempt(() => before?.loaded || isFramed());
  const isIgnored = 'ignoreLocal' in options && isLocalTraffic(location.hostname, navigator.webdriver);
  // A document without an origin stands in a sandbox: the collector would refuse it.
  if (!options.site || isThere || isIgnored || origin === 'null') return note('off');
  const headwater: Headwater = (...command) => attempt(() => run(command));
  headwater.loaded = true;
  track();
  attempt(() => (window.headwater = headwater));
  // Storage is slow, and the page has more to do at its start.
  setTimeout(() =>
    attempt(() => {
      assumeConsent();
      expectPeople(headwater, loadPage);
      defineElements();
    }),
  );
  for (const command of before?.q ?? []) headwater(...command);
}

/** Whether the site has us in the page around this frame already, which hears of the forms of its frames. */
function isFramed(): unknown {
  return top !== window && (top as Window).document.querySelector('script[data-site]');
}
