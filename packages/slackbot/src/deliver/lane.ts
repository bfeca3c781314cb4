import type { Delivery } from '@headwater/contract';
import type { Posted } from './posted.ts';

/**
 * A delivery in hand and how to look it up. `leasedAt` is a reading of the monotonic clock; `settled` is
 * called when the collector knows what became of it.
 */
export type Item = { delivery: Delivery; posted: Posted; leasedAt: number; settled: () => void };

/** What waits for one channel. Times are readings of the monotonic clock, in milliseconds. */
export type Lane = { waiting: Item[]; isBusy: boolean; nextPostAt: number; pausedUntil: number };

/** One message a second and channel. https://docs.slack.dev/apis/web-api/rate-limits */
export const PACE_MS = 1000;

/** More than this is not kept for one channel, so that it fits into the lease and others find room. */
export const LANE_ROOM = 10;

export function emptyLane(): Lane {
  return { waiting: [], isBusy: false, nextPostAt: 0, pausedUntil: 0 };
}

/** The queue a delivery stands in: one for each channel and person, and one for the updates of each channel. */
export function laneOf(delivery: Delivery): string {
  switch (delivery.kind) {
    case 'card_update':
      return `updates in ${delivery.payload.card.channel}`;
    case 'thread_note':
      return delivery.payload.card.channel;
    case 'deadline_reminder':
    case 'referral_message':
      return delivery.payload.slackUser;
    case 'digest_update':
      return `updates in ${delivery.payload.digest.channel}`;
    case 'slack_notice':
    case 'lead_card':
    case 'digest':
  }
  return delivery.channel;
}

/** Which of one channel's deliveries goes first: hot cards, then what people wait for, digests last. */
function rank(delivery: Delivery): number {
  if (delivery.kind === 'lead_card') return delivery.payload.lead.temperature === 'hot' ? 0 : 2;
  return delivery.kind === 'digest' ? 3 : 1;
}

/** Puts a delivery in its place in the lane; answers the least urgent one when there is no room for it. */
export function enqueue(lane: Lane, item: Item): Item | null {
  lane.waiting.push(item);
  lane.waiting.sort((one, other) => rank(one.delivery) - rank(other.delivery));
  return lane.waiting.length > LANE_ROOM ? (lane.waiting.pop() ?? null) : null;
}

/** When the lane may post again after this delivery; updates do not count against the pace. */
export function nextPostAt(delivery: Delivery, now: number): number {
  return isUpdate(delivery) ? now : now + PACE_MS;
}

const isUpdate = ({ kind }: Delivery): boolean => kind === 'card_update' || kind === 'digest_update';
