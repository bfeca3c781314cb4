import { pause } from '../pause.ts';
import { failureOf, TurnLater } from './failure.ts';
import { Pace, type Rate } from './pace.ts';

/** A call is waited for so long; what would wait longer goes back, so that its lease is not used up by waiting. */
const LONGEST_TURN_MS = 2000;

const now = (): number => performance.now();

/**
 * The calls of one method of Slack's that counts all channels and people together, made under what it takes: who is
 * early waits, or throws a TurnLater that names a time of its own. After a 429 nobody calls it before Slack said.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export class PacedMethod {
  readonly #pace: Pace;
  readonly #rate: Rate;
  readonly #stopping: AbortSignal;
  #offeredAt = -Infinity;

  constructor(rate: Rate, stopping: AbortSignal) {
    this.#pace = new Pace(rate);
    this.#rate = rate;
    this.#stopping = stopping;
  }

  /** `longestMs`: how long it may wait for its turn. */
  async call<Answer>(ask: () => Promise<Answer>, longestMs = LONGEST_TURN_MS): Promise<Answer> {
    const waitMs = this.#pace.waitMs(now());
    if (waitMs > longestMs) throw new TurnLater(this.#offer(waitMs));
    this.#pace.take(now());
    await pause(waitMs, this.#stopping);
    if (waitMs > 0 && this.#stopping.aborted) throw new TurnLater(0);
    try {
      return await ask();
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'rate_limited') this.#pace.holdUntil(now() + failure.retryAfterMs);
      throw error;
    }
  }

  /** Who is sent away comes back at different times, as far as the collector lets them wait. */
  #offer(waitMs: number): number {
    this.#offeredAt = Math.max(this.#offeredAt + 60_000 / this.#rate.perMinute, now() + waitMs);
    return this.#offeredAt - now();
  }
}
