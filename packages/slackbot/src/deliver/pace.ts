/**
 * How often something may be done: `burst` at once, and `perMinute` over time. Times are readings of the
 * monotonic clock in milliseconds.
 */
export class Pace {
  readonly #everyMs: number;
  readonly #burst: number;
  #nextAt = -Infinity;

  constructor({ burst, perMinute }: { burst: number; perMinute: number }) {
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
}
