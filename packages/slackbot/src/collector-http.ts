/** The collector could not be reached, did not answer in time, or answered what it never should. */
export class CollectorError extends Error {
  override readonly name = 'CollectorError';
}

const ANSWER_WITHIN_MS = 5000;
/** What is asked twice has one effect in the collector, so an unclear answer is asked for again after these pauses. */
const ASK_AGAIN_AFTER_MS = [300, 1500];

export type Answer = { status: number; body: unknown };

/** Calls that throw a {@link CollectorError} on no answer, 401, 403, 429 and 5xx; other answers are returned. */
export type CollectorHttp = {
  ask: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** Asks up to three times. */
  insist: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** A long poll: waits `waitMs` longer than other calls, until the signal ends it. */
  poll: (path: string, body: { waitMs: number }, signal: AbortSignal) => Promise<Answer>;
};

export function createCollectorHttp({ url, key }: { url: string; key: string }): CollectorHttp {
  const base = url.replace(/\/+$/, '');
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const { status, text } = await fetch(base + path, { ...init, headers })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch((cause: unknown) => {
        throw new CollectorError('the collector gives no answer', { cause });
      });
    if (status === 401 || status === 403) throw new CollectorError(`COLLECTOR_KEY is refused (${status})`);
    if (status === 429 || status >= 500) throw new CollectorError(`the collector answered ${status}`);
    return { status, body: fromJson(text) };
  }

  const ask: CollectorHttp['ask'] = (method, path, body) => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return send(path, { method, ...content, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  };

  return {
    ask,
    async insist(method, path, body) {
      for (const pauseMs of ASK_AGAIN_AFTER_MS) {
        try {
          return await ask(method, path, body);
        } catch {
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
      }
      return ask(method, path, body);
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

function fromJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (cause) {
    throw new CollectorError('the answer of the collector is no JSON', { cause });
  }
}
