import type { Delivery } from '@headwater/contract';
import type { Posted } from './posted.ts';

/**
 * A delivery in hand and how to look it up. `leasedAt` is a reading of the monotonic clock; `settled` is
 * called when the collector knows what became of it.
 */
export type Item = { delivery: Delivery; posted: Posted; leasedAt: number; settled: () => void };

/** When a place takes the next message, and until when it takes nothing at all: readings of the monotonic clock. */
export type Turns = { nextPostAt: number; pausedUntil: number };

/** A channel or person, with what is to be posted there and which messages are to be changed. */
export type Place = { turns: Turns; posts: Lane; updates: Lane };

export type Lane = { waiting: Item[]; isBusy: boolean };

/** One message a second and channel. https://docs.slack.dev/apis/web-api/rate-limits */
export const PACE_MS = 1000;

/** More than this is not kept for one channel, so that it fits into the lease and others find room. */
export const LANE_ROOM = 10;

export function emptyLane(): Lane {
  return { waiting: [], isBusy: false };
}

export function emptyPlace(): Place {
  return { turns: { nextPostAt: 0, pausedUntil: 0 }, posts: emptyLane(), updates: emptyLane() };
}

/** The channel or person that a delivery goes to, as far as it is known before it is posted. */
export function placeOf(delivery: Delivery): string {
  switch (delivery.kind) {
    case 'card_update':
    case 'thread_note':
      return delivery.payload.card.channel;
    case 'digest_update':
      return delivery.payload.digest.channel;
    case 'morning_list':
    case 'deadline_reminder':
    case 'watcher_note':
    case 'lead_news':
    case 'referral_message':
    case 'reward_decision':
    case 'referral_review':
      return (delivery.redirected ? null : delivery.payload.slackUser) ?? delivery.channel;
    case 'slack_notice':
    case 'referral_announcement':
    case 'lead_card':
    case 'digest':
    case 'weekly_summary':
    case 'recognition':
    case 'warnings':
  }
  return delivery.channel;
}

/** True for a change of a message that stands already. */
export const isUpdate = ({ kind }: Delivery): boolean => kind === 'card_update' || kind === 'digest_update';

const digests: ReadonlySet<Delivery['kind']> = new Set([
  'digest',
  'weekly_summary',
  'recognition',
  'warnings',
]);

/** Which of one channel's deliveries goes first: hot cards, then what people wait for, digests last. */
function rank(delivery: Delivery): number {
  if (delivery.kind === 'lead_card') return delivery.payload.lead.temperature === 'hot' ? 0 : 2;
  return digests.has(delivery.kind) ? 3 : 1;
}

const score = (delivery: Delivery): number =>
  delivery.kind === 'lead_card' ? delivery.payload.lead.score : 0;

/** Of two cards the one with the higher score goes first. */
const inOrder = (one: Item, other: Item): number =>
  rank(one.delivery) - rank(other.delivery) || score(other.delivery) - score(one.delivery);

/** Puts a delivery in its place in the lane; answers the least urgent one when there is no room for it. */
export function enqueue(lane: Lane, item: Item): Item | null {
  lane.waiting.push(item);
  lane.waiting.sort(inOrder);
  return lane.waiting.length > LANE_ROOM ? (lane.waiting.pop() ?? null) : null;
}

/** The places that deliveries went to, each found by its name and by its id once that is known. */
export class Places {
  readonly #places = new Map<string, Place>();

  of(delivery: Delivery): Place {
    const name = placeOf(delivery);
    const place = this.#places.get(name) ?? emptyPlace();
    this.#places.set(name, place);
    return place;
  }

  /**
   * A channel given by its name, or the conversation with a person, has this id. What comes for either stands in
   * one queue from now on; what waits in the other already keeps the same turns.
   */
  learn(delivery: Delivery, id: string): void {
    const [place, other] = [this.of(delivery), this.#places.get(id)];
    if (other === place) return;
    if (other) {
      place.turns.pausedUntil = Math.max(place.turns.pausedUntil, other.turns.pausedUntil);
      other.turns = place.turns;
    }
    this.#places.set(id, place);
  }
}
