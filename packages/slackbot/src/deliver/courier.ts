import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Delivery } from '@headwater/contract';
import type { CollectorClient } from '../collector-client.ts';
import { Backoff, pause } from '../pause.ts';
import { createConversations } from './conversations.ts';
import { failureOf, LONGEST_WAIT_MS, type Failure } from './failure.ts';
import { emptyLane, enqueue, laneOf, nextPostAt, PACE_MS, type Item, type Lane } from './lane.ts';
import { post, type PostContext } from './post.ts';
import { createPosted, type Posted } from './posted.ts';

/** So many deliveries at once; the rest stay in the collector, where other bots can have them. */
const IN_HAND = 50;
const LONG_POLL_MS = 20_000;
/** A delivery that waited longer goes back, before its lease ends and somebody else posts it too. */
const LEASE_TRUSTED_MS = 12_000;

type Parts = { collector: CollectorClient; slack: WebClient; log: Logger };

const now = (): number => performance.now();

/**
 * Leases deliveries from the collector and posts them: hot first, one message a second and channel,
 * and a channel that is held up does not hold up others. It runs until stopped, whatever fails. While
 * Slack gives no answers nothing is leased, so that afterwards the collector's order counts again.
 */
export class Courier {
  readonly #parts: Parts;
  readonly #context: PostContext;
  readonly #lanes = new Map<string, Lane>();
  readonly #inHand = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #collectorBackoff = new Backoff({ firstMs: 250, longestMs: 5000 });
  readonly #slackBackoff = new Backoff({ firstMs: 1000, longestMs: 10_000 });
  #slackAwayUntil = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#context = { slack: parts.slack, conversations: createConversations(parts.slack) };
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Finishes what is being posted, gives the rest back, and resolves when the collector knows of both. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await Promise.all(this.#inHand);
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#pause(this.#slackAwayUntil - now());
      if (this.#inHand.size >= IN_HAND) await Promise.race(this.#inHand);
      else await this.#leaseSome();
    }
  }

  async #leaseSome(): Promise<void> {
    const request = { max: IN_HAND - this.#inHand.size, waitMs: LONG_POLL_MS };
    try {
      const deliveries = await this.#parts.collector.lease(request, this.#stopping.signal);
      const posted = createPosted(this.#parts.slack);
      for (const delivery of deliveries) this.#take(delivery, posted);
      this.#collectorBackoff.reset();
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#parts.log.warn({ reason: reasonOf(error) }, 'no deliveries from the collector');
      await this.#pause(this.#collectorBackoff.next());
    }
  }

  #take(delivery: Delivery, posted: Posted): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#inHand.add(promise);
    void promise.then(() => this.#inHand.delete(promise));
    const name = laneOf(delivery);
    const lane = this.#lanes.get(name) ?? emptyLane();
    this.#lanes.set(name, lane);
    const left = enqueue(lane, { delivery, posted, leasedAt: now(), settled: resolve });
    if (left) this.#giveBack(left, 'its channel is busy', lane.waiting.length * PACE_MS);
    if (!lane.isBusy) void this.#work(lane);
  }

  async #work(lane: Lane): Promise<void> {
    lane.isBusy = true;
    while (lane.waiting.length > 0) {
      await this.#pause(lane.nextPostAt - now());
      const item = lane.waiting.shift();
      if (item) await this.#deliver(lane, item);
    }
    lane.isBusy = false;
  }

  async #deliver(lane: Lane, item: Item): Promise<void> {
    if (this.#stopping.signal.aborted) return this.#giveBack(item, 'the bot is stopping', 0);
    if (this.#slackAwayUntil > now()) return this.#giveBack(item, 'Slack gives no answers', 0);
    if (lane.pausedUntil > now()) {
      return this.#giveBack(item, 'Slack asked to slow down', lane.pausedUntil - now());
    }
    if (now() - item.leasedAt > LEASE_TRUSTED_MS) return this.#giveBack(item, 'it waited too long', 0);
    try {
      const ref = await post(this.#context, item.delivery, item.posted);
      this.#slackBackoff.reset();
      lane.nextPostAt = nextPostAt(item.delivery, now());
      this.#report(item, this.#parts.collector.done(item.delivery.id, ref));
    } catch (error) {
      this.#settle(lane, item, failureOf(error));
    }
  }

  #settle(lane: Lane, item: Item, failure: Failure): void {
    const { id, kind } = item.delivery;
    this.#parts.log.warn({ delivery: id, kind, failure: failure.kind, error: failure.error }, 'not posted');
    switch (failure.kind) {
      case 'gone':
        return this.#report(item, this.#parts.collector.done(id, null));
      case 'rate_limited':
        lane.pausedUntil = now() + failure.retryAfterMs;
        return this.#giveBack(item, failure.error, failure.retryAfterMs);
      case 'away':
        if (this.#slackAwayUntil <= now()) this.#slackAwayUntil = now() + this.#slackBackoff.next();
        return this.#giveBack(item, failure.error, 0);
      case 'refused':
        return this.#report(item, this.#parts.collector.failed(id, { error: failure.error }));
    }
  }

  #giveBack(item: Item, error: string, waitMs: number): void {
    const retryAfterMs = Math.min(Math.ceil(waitMs), LONGEST_WAIT_MS);
    this.#report(item, this.#parts.collector.failed(item.delivery.id, { error, retryAfterMs }));
  }

  /** A report that is lost costs nothing: the lease ends, and the next attempt finds the message. */
  #report({ delivery, settled }: Item, call: Promise<void>): void {
    const lost = (error: unknown): void =>
      this.#parts.log.warn({ delivery: delivery.id, reason: reasonOf(error) }, 'a report was lost');
    void call.catch(lost).then(settled);
  }

  #pause(ms: number): Promise<void> {
    return pause(ms, this.#stopping.signal);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
