import type { Headwater } from './commands.ts';
import { attempt, on } from './guard.ts';
import { isLocalTraffic, options, readOptions } from './options.ts';
import { readAddress } from './parameters.ts';
import { differs } from './touch.ts';
import { run, track } from './track.ts';

declare global {
  interface Window {
    headwater?: Headwater;
  }
  interface WindowEventMap {
    prerenderingchange: Event;
  }
  interface Document {
    readonly prerendering?: boolean;
  }
}

/** Tag managers insert scripts in ways that leave `currentScript` empty. */
const tag = document.currentScript ?? document.querySelector('script[data-site]');

function begin(): void {
  const before = window.headwater;
  Object.assign(options, readOptions(tag as HTMLScriptElement));
  if (!options.site || before?.loaded) return;
  if ('ignoreLocal' in options && isLocalTraffic(location.hostname, navigator.webdriver)) return;
  // Routers that ran before this script may have taken the campaign out of the address: then it still stands
  // in the address that was loaded.
  const { href } = location;
  track(differs(readAddress(href)) ? href : performance.getEntriesByType('navigation')[0]?.name);
  const headwater: Headwater = (...command) => attempt(() => run(command));
  headwater.loaded = true;
  window.headwater = headwater;
  for (const command of before?.q ?? []) headwater(...command);
}

/** A page that is only prepared in advance has not been visited: it begins when it is shown. */
if (document.prerendering) on('prerenderingchange', begin);
else attempt(begin);
