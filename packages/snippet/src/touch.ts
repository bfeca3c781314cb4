import type { TouchEvent } from '@headwater/contract';
import type { Address } from './parameters.ts';
import { readReferrer } from './referrer.ts';

/** The touches this browser remembers: the newest 20, oldest first, and the one that began it all. */
export interface History {
  first?: TouchEvent | undefined;
  touches: TouchEvent[];
}

/** Why an arrival is a touch or is none, and what to record where it is one. */
export type Decision = [because: string, touch?: Omit<TouchEvent, 'id' | 'at'>];

const SESSION_MS = 30 * 60_000;
const MOST_TOUCHES = 20;

/**
 * Decides whether an arrival is a touch. A new campaign is one at once; a new session is one whatever it
 * came from; inside a session no referrer replaces the source, and neither does its absence.
 * @param referrer as the browser gives it; empty inside an application
 * @param known the touches so far, and when the visitor was last active: 0 on a first visit
 * @param excluded domains that are no source, the site's own among them, between commas
 */
export function decideTouch(
  address: Address,
  referrer: string,
  nowMs: number,
  known: History & { seenAtMs: number },
  excluded: string,
): Decision {
  const from = readReferrer(referrer, excluded);
  const touch = { kind: 'touch', referrer: from, ...address } as const;

  if (differs(address, known.touches.slice(-1)[0])) return ['new campaign', touch];
  // A clock that jumped back by as much ends a session too.
  if (Math.abs(nowMs - known.seenAtMs) < SESSION_MS) return ['same session'];
  return ['new session', touch];
}

/** Adds a touch. The first one gives way once, to the first that is not direct; then it stays for good. */
export function remember({ first, touches }: History, touch: TouchEvent): History {
  const isDirect = (one: TouchEvent) => !differs(one) && !one.referrer;
  return {
    first: first && (!isDirect(first) || isDirect(touch)) ? first : touch,
    touches: [...touches, touch].slice(-MOST_TOUCHES),
  };
}

type Campaign = Pick<Address, 'utm' | 'click' | 'ref'>;

/**
 * True when any part that the campaign names is not the last touch's. Parts it does not name say nothing:
 * links inside a site often carry on only some. Against no touch: whether it names anything.
 */
export function differs(campaign: Campaign, last: Campaign = {}): boolean {
  return Object.entries(partsOf(campaign)).some(([name, value]) => value && value !== partsOf(last)[name]);
}

function partsOf({ utm, click, ref }: Campaign): Record<string, string | undefined> {
  return { ...utm, ...click, ref };
}
