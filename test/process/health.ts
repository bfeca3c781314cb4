/** A status and how long it took; 0 when nothing answered. */
export type Said = { status: number; ms: number };
/** What /healthz and /readyz said at one moment. */
export type Look = { at: number; healthz: Said; readyz: Said };

/** Asks a collector how it is, ten times a second, each look on its own. */
export function watchHealth(url: string): { looks: Look[]; stop: () => Promise<void> } {
  const looks: Look[] = [];
  const running = new Set<Promise<void>>();
  const look = async (): Promise<void> => {
    const at = performance.now();
    const [healthz, readyz] = await Promise.all([ask(`${url}/healthz`), ask(`${url}/readyz`)]);
    looks.push({ at, healthz, readyz });
  };
  const timer = setInterval(() => {
    const one = look().finally(() => running.delete(one));
    running.add(one);
  }, 100);
  return {
    looks,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(running);
    },
  };
}

async function ask(url: string): Promise<Said> {
  const from = performance.now();
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
  await answer?.arrayBuffer();
  return { status: answer?.status ?? 0, ms: performance.now() - from };
}
