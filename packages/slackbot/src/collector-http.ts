/** The collector could not be reached, did not answer in time, or answered what it never should. */
export class CollectorError extends Error {
  override readonly name = 'CollectorError';
  /** After how long it wants to be asked again, in milliseconds: it is there, and busy. */
  readonly retryAfterMs: number | undefined;

  constructor(why: string, { retryAfterMs, cause }: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(why, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

const ANSWER_WITHIN_MS = 5000;
/** What is asked twice has one effect in the collector, so an unclear answer is asked for again after these pauses. */
const ASK_AGAIN_AFTER_MS = [300, 1500];
/** How often a collector is asked that is there and busy: it says when to come again. */
const ASK_BUSY = 5;

export type Answer = { status: number; body: unknown };

/** Calls that throw a {@link CollectorError} on no answer, 401, 403, 429 and 5xx; other answers are returned. */
export type CollectorHttp = {
  ask: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** Asks up to three times, and up to five times while the collector is there and busy. */
  insist: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** A long poll: waits `waitMs` longer than other calls, until the signal ends it. */
  poll: (path: string, body: { waitMs: number }, signal: AbortSignal) => Promise<Answer>;
};

export function createCollectorHttp({ url, key }: { url: string; key: string }): CollectorHttp {
  const base = url.replace(/\/+$/, '');
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const { status, text, retryAfterMs } = await fetch(base + path, { ...init, headers })
      .then(async (response) => ({
        status: response.status,
        text: await response.text(),
        retryAfterMs: Number(response.headers.get('retry-after')) * 1000 || undefined,
      }))
      .catch((cause: unknown) => {
        throw new CollectorError('the collector gives no answer', { cause });
      });
    if (status === 401 || status === 403) throw new CollectorError(`COLLECTOR_KEY is refused (${status})`);
    if (status === 429 || status >= 500) {
      throw new CollectorError(`the collector answered ${status}`, { ...(retryAfterMs && { retryAfterMs }) });
    }
    return { status, body: fromJson(text) };
  }

  const ask: CollectorHttp['ask'] = (method, path, body) => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return send(path, { method, ...content, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  };

  return {
    ask,
    async insist(method, path, body) {
      for (let asked = 1; ; asked += 1) {
        try {
          return await ask(method, path, body);
        } catch (error) {
          const pauseMs = pauseBeforeNext(asked, error);
          if (pauseMs === undefined) throw error;
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
      }
    },
    poll(path, body, signal) {
      const limit = AbortSignal.timeout(body.waitMs + ANSWER_WITHIN_MS);
      return send(path, {
        method: 'POST',
        body: JSON.stringify(body),
        signal: AbortSignal.any([signal, limit]),
      });
    },
  };
}

/** Undefined when it was asked often enough. Those who are sent away together come again one after the other. */
function pauseBeforeNext(asked: number, error: unknown): number | undefined {
  const busyMs = error instanceof CollectorError ? error.retryAfterMs : undefined;
  if (busyMs === undefined) return ASK_AGAIN_AFTER_MS[asked - 1];
  return asked < ASK_BUSY ? Math.min(busyMs, 5000) * (0.5 + Math.random()) : undefined;
}

function fromJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (cause) {
    throw new CollectorError('the answer of the collector is no JSON', { cause });
  }
}
