/** Tells waiting loops of this process that there may be work; other processes find it by looking. */
export type Signal = {
  ring: () => void;
  /** Resolves at the next ring, or after `timeoutMs`; at once when `stop` is aborted. */
  wait: (timeoutMs: number, stop?: AbortSignal) => Promise<void>;
};

export type Signals = { deliveries: Signal; timers: Signal };

export const createSignals = (): Signals => ({ deliveries: createSignal(), timers: createSignal() });

function createSignal(): Signal {
  const waiting = new Set<() => void>();
  return {
    ring: () => {
      for (const wake of waiting) wake();
    },
    wait: (timeoutMs, stop) =>
      new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          clearTimeout(timer);
          stop?.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, timeoutMs);
        waiting.add(wake);
        stop?.addEventListener('abort', wake, { once: true });
        if (stop?.aborted) wake();
      }),
  };
}
