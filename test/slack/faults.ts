/**
 * How a call can fail. `down`: the connection is cut before anything happens. `lose_answer`: the call
 * takes effect, then the connection is cut. `refuse`: `ok: false` with `error`, and the scope that is
 * `needed`.
 */
export type Failure =
  | { kind: 'down' }
  | { kind: 'rate_limited'; retryAfterSeconds: number }
  | { kind: 'status'; status: number }
  | { kind: 'lose_answer' }
  | { kind: 'slow'; ms: number }
  | { kind: 'refuse'; error: string; needed?: string };

/** Which calls fail: by method and channel where given, the next `times` of them or all until cleared. */
export type Fault = Failure & { method?: string; channel?: string; times?: number };

export type Faults = {
  add: (fault: Fault) => () => void;
  clear: () => void;
  /** The fault that meets this call; counts it as used. */
  meeting: (method: string, channel: string | null) => Failure | null;
  isDown: () => boolean;
};

export function createFaults(): Faults {
  const active = new Set<Fault & { left: number }>();

  return {
    add(fault) {
      const entry = { ...fault, left: fault.times ?? Infinity };
      active.add(entry);
      return () => active.delete(entry);
    },
    clear: () => active.clear(),
    meeting(method, channel) {
      for (const fault of active) {
        if (fault.method !== undefined && fault.method !== method) continue;
        if (fault.channel !== undefined && fault.channel !== channel) continue;
        fault.left -= 1;
        if (fault.left <= 0) active.delete(fault);
        return fault;
      }
      return null;
    },
    isDown: () => [...active].some((fault) => fault.kind === 'down' && fault.method === undefined),
  };
}
