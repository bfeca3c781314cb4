import { attempt } from './guard.ts';
import { findTag, readOptions } from './options.ts';
import { load } from './parts.ts';
import { start } from './start.ts';

/** `hw.js`: what every page loads. Its other half comes when somebody does something on the page. */
attempt(() => start(readOptions(findTag()), () => load('hw-page.js')));
