/** So many at once, and so many a minute over time. */
export type Rate = { burst: number; perMinute: number };

/**
 * How often something may be done: `burst` at once, and `perMinute` over time. Times are readings of the
 * monotonic clock in milliseconds.
 */
export class Pace {
  readonly #everyMs: number;
  readonly #burst: number;
  #nextAt = -Infinity;

  constructor({ burst, perMinute }: Rate) {
    this.#everyMs = 60_000 / perMinute;
    this.#burst = burst;
  }

  /** How long until it may be done. */
  waitMs(now: number): number {
    return Math.max(0, this.#nextAt - (this.#burst - 1) * this.#everyMs - now);
  }

  /** It is done now. */
  take(now: number): void {
    this.#nextAt = Math.max(this.#nextAt, now) + this.#everyMs;
  }

  /** It may not be done before then, and then no burst of it either. */
  holdUntil(at: number): void {
    this.#nextAt = Math.max(this.#nextAt, at + (this.#burst - 1) * this.#everyMs);
  }
}
