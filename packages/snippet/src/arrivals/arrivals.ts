import { byAddress } from './addresses.ts';
import type { Arrival } from './arrival.ts';
import { byFirst } from './firsts.ts';
import { byParameter } from './parameters.ts';
import { byReferrer } from './referrers.ts';
import { bySession } from './sessions.ts';

/** The table of all arrivals: touch.test.ts goes through it in node, test/browser/decisions.test.ts in Chromium. */
export const arrivals: Arrival[] = [...byParameter, ...byAddress, ...byReferrer, ...bySession, ...byFirst];
