import type { TouchEvent } from '@headwater/contract';
import type { Address } from './parameters.ts';
import { readReferrer } from './referrer.ts';

/** An arrival that can carry credit, with the parameters of its address. */
export type Touch = TouchEvent & Address;

/** The touches this browser remembers: the newest 20, oldest first, and the one that began it all. */
export interface History {
  first?: Touch | undefined;
  touches: Touch[];
}

/**
 * Why an arrival is a touch: it names a campaign that differs from the last touch's, or a new session begins, by
 * a referrer or without one. `active` is none: the session goes on.
 */
export type Reason = 'campaign' | 'active' | 'referrer' | 'direct';

/** The reason, and what to record where the arrival is a touch. */
export type Decision = [because: Reason, touch?: Omit<Touch, 'id' | 'at'>];

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

  if (differs(address, known.touches.at(-1))) return ['campaign', touch];
  // A clock that jumped back by as much ends a session too.
  if (Math.abs(nowMs - known.seenAtMs) < SESSION_MS) return ['active'];
  return [from ? 'referrer' : 'direct', touch];
}

/** Adds a touch. The first one gives way once, to the first that is not direct; then it stays for good. */
export function remember<Known extends History>(known: Known, touch: Touch): Known {
  const { first, touches } = known;
  return {
    ...known,
    first: first && (!isDirect(first) || isDirect(touch)) ? first : touch,
    touches: [...touches, touch].slice(-MOST_TOUCHES),
  };
}

/** Whether nothing is known of how the visitor came. */
export function isDirect(touch: Touch): boolean {
  return !differs(touch) && !touch.referrer;
}

type Campaign = Pick<Touch, 'params'>;

/**
 * True when any part that the campaign names is not the last touch's. Parts it does not name say nothing:
 * links inside a site often carry on only some. Against no touch: whether it names anything.
 */
export function differs({ params }: Campaign, last?: Campaign): boolean {
  return Object.entries(params).some(([name, value]) => value !== last?.params[name]);
}
