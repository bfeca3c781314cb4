import { findTag, readOptions } from './options.ts';
import { start } from './start.ts';
import { load } from './parts.ts';

/** `hw.js`: what every page loads. Its other half comes when somebody does something on the page. */
try {
  const tag = findTag();
  start(
    () => load('hw-page.js'),
    () => readOptions(tag),
  );
} catch {
  // the page never hears of it
}
