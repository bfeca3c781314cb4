/** Resolves after `ms`, or at once when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
  });
}

/** Growing pauses: `next` doubles from `firstMs` up to `longestMs`, `reset` begins anew. */
export class Backoff {
  readonly #firstMs: number;
  readonly #longestMs: number;
  #ms: number;

  constructor({ firstMs, longestMs }: { firstMs: number; longestMs: number }) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
    this.#ms = firstMs;
  }

  next(): number {
    const ms = this.#ms;
    this.#ms = Math.min(ms * 2, this.#longestMs);
    return ms;
  }

  reset(): void {
    this.#ms = this.#firstMs;
  }
}
