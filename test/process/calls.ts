import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { adminKey } from './collector.ts';
import { origin, timeOrderedId } from './reports.ts';

/** No version of a setting is stored yet. */
export const first = { 'if-match': '"0"' };

export type Calls = {
  /** Any call with the admin's key; refused unless it is answered 2xx. */
  ask: <Answer>(method: string, path: string, body?: unknown, headers?: object) => Promise<Answer>;
  /** A form of the website, as the snippet sends it: the same submission until it is taken. */
  submit: (lead: Record<string, unknown>) => Promise<void>;
};

/** Calls of the collector that runs at `url`, now. */
export function callsOf(site: string, url: () => string): Calls {
  return {
    async ask(method, path, body, headers = {}) {
      const answer = await patiently(url() + path, {
        method,
        headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as never;
    },
    async submit(lead) {
      const body = JSON.stringify({ site, submission: timeOrderedId(), ...lead });
      const answer = await patiently(`${url()}/v1/leads`, { method: 'POST', body, headers: { origin } });
      expect([200, 201]).toContain(answer.status);
    },
  };
}

/** A busy machine makes the database slow: whoever is told so comes again, as every client does. */
async function patiently(url: string, request: RequestInit): Promise<Response> {
  for (;;) {
    const answer = await fetch(url, request);
    if (answer.status !== 503) return answer;
    await pause(100);
  }
}
