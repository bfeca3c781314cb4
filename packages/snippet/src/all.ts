import { findTag, readOptions } from './options.ts';
import { watchPage } from './page/page.ts';
import { start } from './start.ts';

/** `hw-all.js`: both halves in one file, which a Subresource Integrity hash can then vouch for. */
try {
  const tag = findTag();
  start(
    () => Promise.resolve({ watchPage }),
    () => readOptions(tag),
  );
} catch {
  // the page never hears of it
}
