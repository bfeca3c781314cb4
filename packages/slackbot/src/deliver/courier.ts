import { randomUUID } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Delivery, FailureCode } from '@headwater/contract';
import type { AppProblem } from '../app-problem.ts';
import type { CollectorClient } from '../collector-client.ts';
import { Backoff, pause } from '../pause.ts';
import { createConversations } from './conversations.ts';
import { failureOf, LONGEST_WAIT_MS, type Failure } from './failure.ts';
import { enqueue, isUpdate, PACE_MS, Places, type Item, type Lane, type Place } from './lane.ts';
import { Pace } from './pace.ts';
import { PacedMethod } from './paced-method.ts';
import { post, type PostContext } from './post.ts';
import { createPosted, type Posted, type Reading } from './posted.ts';

/** So many deliveries at once; the rest stay in the collector, where other bots can have them. */
const IN_HAND = 50;
const LONG_POLL_MS = 20_000;
/** A delivery that waited longer goes back, before its lease ends and somebody else posts it too. */
const LEASE_TRUSTED_MS = 12_000;

/** What the app may not do is tried again so rarely: somebody has to change that first. */
const REFUSED_WAIT_MS = 5 * 60_000;

/**
 * Under what Slack takes of chat.update in all channels together: 50 a minute. The collector gives them to one bot at
 * a time, and to another when Slack has forgotten the burst: see UPDATES_KEPT_MS there.
 */
const UPDATES = { burst: 12, perMinute: 45 };
/** Under what Slack takes of each of these: 50 a minute. Many people are first written to at the same moment. */
const CONVERSATIONS = { burst: 40, perMinute: 45 };
/** As many of them as have their turn while their lease is trusted: more would take the room of what is new. */
const UPDATES_IN_HAND = 8;

type Parts = {
  collector: CollectorClient;
  slack: WebClient;
  log: Logger;
  /** Called when Slack refuses the token of a message. */
  onRefused?: () => void;
  /** Called when Slack refuses what the app may not do. */
  onProblem?: (problem: AppProblem) => void;
};

const now = (): number => performance.now();

/**
 * Leases deliveries from the collector and posts them: hot first, one message a second and channel,
 * and a channel that is held up does not hold up others. It runs until stopped, whatever fails. While
 * Slack gives no answers nothing is leased, so that afterwards the collector's order counts again.
 */
export class Courier {
  readonly #parts: Parts;
  readonly #context: PostContext;
  readonly #reading: Reading;
  readonly #name = randomUUID();
  readonly #places = new Places();
  readonly #updates = new Pace(UPDATES);
  readonly #inHand = new Set<Promise<void>>();
  readonly #unreported = new Map<string, Item>();
  readonly #stopping = new AbortController();
  readonly #collectorBackoff = new Backoff({ firstMs: 250, longestMs: 5000 });
  readonly #slackBackoff = new Backoff({ firstMs: 1000, longestMs: 10_000 });
  #slackAwayUntil = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { signal } = this.#stopping;
    const opening = new PacedMethod(CONVERSATIONS, signal);
    this.#context = { slack: parts.slack, conversations: createConversations(parts.slack, opening) };
    this.#reading = {
      history: new PacedMethod(CONVERSATIONS, signal),
      replies: new PacedMethod(CONVERSATIONS, signal),
    };
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
    const request = { max: IN_HAND - this.#inHand.size, waitMs: LONG_POLL_MS, bot: this.#name };
    try {
      const deliveries = await this.#parts.collector.lease(request, this.#stopping.signal);
      const posted = createPosted(this.#parts.slack, this.#reading);
      for (const delivery of deliveries) this.#take(delivery, posted);
      this.#collectorBackoff.reset();
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#parts.log.warn({ reason: reasonOf(error) }, 'no deliveries from the collector');
      await this.#pause(this.#collectorBackoff.next());
    }
  }

  /** What is still to be done when its lease runs out is done once, under the new lease. */
  #take(delivery: Delivery, posted: Posted): void {
    const had = this.#unreported.get(delivery.id);
    if (had) return void Object.assign(had, { delivery, posted, leasedAt: now() });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#inHand.add(promise);
    void promise.then(() => this.#inHand.delete(promise));
    const item: Item = { delivery, posted, leasedAt: now(), settled: resolve };
    this.#unreported.set(delivery.id, item);
    if (isUpdate(delivery) && this.#updatesInHand() > UPDATES_IN_HAND)
      return this.#giveBack(item, 'other messages are changed first', LEASE_TRUSTED_MS);
    const place = this.#places.of(delivery);
    const lane = isUpdate(delivery) ? place.updates : place.posts;
    const left = enqueue(lane, item);
    if (left) this.#giveBack(left, 'its channel is busy', lane.waiting.length * PACE_MS);
    if (!lane.isBusy) void this.#work(place, lane);
  }

  #updatesInHand(): number {
    return [...this.#unreported.values()].filter((item) => isUpdate(item.delivery)).length;
  }

  async #work(place: Place, lane: Lane): Promise<void> {
    lane.isBusy = true;
    while (lane.waiting.length > 0) {
      await (lane === place.updates ? this.#turnToUpdate() : this.#turnToPost(place));
      const item = lane.waiting.shift();
      if (item) await this.#deliver(place, lane, item);
    }
    lane.isBusy = false;
  }

  async #turnToPost(place: Place): Promise<void> {
    while (place.turns.nextPostAt > now() && !this.#stopping.signal.aborted) {
      await this.#pause(place.turns.nextPostAt - now());
    }
  }

  async #turnToUpdate(): Promise<void> {
    while (this.#updates.waitMs(now()) > 0 && !this.#stopping.signal.aborted) {
      await this.#pause(this.#updates.waitMs(now()));
    }
    this.#updates.take(now());
  }

  async #deliver(place: Place, lane: Lane, item: Item): Promise<void> {
    if (this.#stopping.signal.aborted) return this.#giveBack(item, 'the bot is stopping', 0);
    if (this.#slackAwayUntil > now()) return this.#giveBack(item, 'Slack gives no answers', 0);
    const { pausedUntil } = place.turns;
    if (pausedUntil > now()) {
      return this.#giveBack(item, 'Slack asked to slow down', pausedUntil - now());
    }
    if (now() - item.leasedAt > LEASE_TRUSTED_MS) return this.#giveBack(item, 'it waited too long', 0);
    // two queues may share the turns of one channel: whoever is first takes the next at once
    if (lane === place.posts) place.turns.nextPostAt = now() + PACE_MS;
    try {
      const ref = await post(this.#context, item.delivery, item.posted);
      this.#slackBackoff.reset();
      if (lane === place.posts) place.turns.nextPostAt = now() + PACE_MS;
      this.#places.learn(item.delivery, ref.channel);
      this.#report(item, this.#parts.collector.done(item.delivery.id, ref));
    } catch (error) {
      this.#settle(place, item, failureOf(error));
    }
  }

  #settle(place: Place, item: Item, failure: Failure): void {
    const { id, kind } = item.delivery;
    this.#parts.log.warn({ delivery: id, kind, failure: failure.kind, error: failure.error }, 'not posted');
    switch (failure.kind) {
      case 'later':
        return this.#giveBack(item, failure.error, failure.retryAfterMs);
      case 'gone':
        return this.#report(item, this.#parts.collector.done(id, null));
      case 'rate_limited':
        if (isUpdate(item.delivery)) this.#updates.holdUntil(now() + failure.retryAfterMs);
        else place.turns.pausedUntil = now() + failure.retryAfterMs;
        return this.#giveBack(item, failure.error, failure.retryAfterMs, 'slow_down');
      case 'token':
        this.#parts.onRefused?.();
        this.#holdOff();
        return this.#giveBack(item, failure.error, 0);
      case 'app':
        this.#parts.onProblem?.(failure);
        return this.#fail(item, {
          error: `${failure.error}: ${failure.about}`,
          retryAfterMs: REFUSED_WAIT_MS,
        });
      case 'away':
        this.#holdOff();
        return this.#fail(item, { error: failure.error, retryAfterMs: 0 });
      case 'unreachable':
        return this.#fail(item, { error: failure.error, code: 'unreachable' });
      case 'refused':
        return this.#fail(item, { error: failure.error });
    }
  }

  #holdOff(): void {
    if (this.#slackAwayUntil <= now()) this.#slackAwayUntil = now() + this.#slackBackoff.next();
  }

  #giveBack(item: Item, error: string, waitMs: number, code: FailureCode = 'untouched'): void {
    const retryAfterMs = Math.min(Math.ceil(waitMs), LONGEST_WAIT_MS);
    this.#fail(item, { error, retryAfterMs, code });
  }

  #fail(item: Item, failure: { error: string; retryAfterMs?: number; code?: FailureCode }): void {
    const { id, leaseUntil } = item.delivery;
    this.#report(item, this.#parts.collector.failed(id, { ...failure, leaseUntil }));
  }

  /** A report that is lost costs nothing: the lease ends, and the next attempt finds the message. */
  #report({ delivery, settled }: Item, call: Promise<void>): void {
    this.#unreported.delete(delivery.id);
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
