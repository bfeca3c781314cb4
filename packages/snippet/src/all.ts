import { attempt } from './guard.ts';
import { findTag, readOptions } from './options.ts';
import { watchPage } from './page/page.ts';
import { start } from './start.ts';

/** `hw-all.js`: both halves in one file, which a Subresource Integrity hash can then vouch for. */
attempt(() => start(readOptions(findTag()), () => Promise.resolve({ watchPage })));
