// oxlint-disable-next-line typescript/no-restricted-imports -- types only: what the package publishes
import type { Headwater, InitOptions } from '../module/index.d.ts';
import { attributesOf } from './attributes.ts';
import { attempt } from './guard.ts';
import { type Options, readOptions } from './options.ts';
import { start } from './start.ts';

let isStarted = false;

/** The npm module: the same as the script tag. What it takes and returns is written in ../module/index.d.ts. */
export function init(given: InitOptions): Headwater {
  if (typeof document !== 'undefined' && !isStarted) attempt(() => begin(given));
  return call;
}

/** Whoever was started first in this document carries it out. */
const call: Headwater = (...command) => attempt(() => window.headwater?.(...command));

function begin(given: InitOptions): void {
  const dataset = { ...attributesOf(given), api: addressOf(given) };
  isStarted = true;
  if (attempt(isFramed)) return;
  start(
    () => import('./page/page.ts'),
    () => readOptions({ src: '', dataset }),
  );
}

/** Of the collector; a bundle may come from elsewhere, so a path is one of the page's. */
function addressOf({ api }: InitOptions): Options['api'] {
  return new URL(api, document.baseURI).href;
}

/** Whether the page around this frame has us, which hears of the forms of its frames. Throws where it is foreign. */
function isFramed(): boolean {
  return top !== window && !!top?.headwater;
}
