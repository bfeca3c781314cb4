import type { Problem } from '@headwater/contract';
import { failureOf, type Failure } from './api.ts';

const PATIENCE_MS = 15_000;

/** What became of something that was sent; `fields` are what the collector found wrong, by field. */
export type Sent<Value> =
  | { kind: 'ok'; value: Value }
  | (Failure & { fields: { path: string; message: string }[] });

/** Sends JSON to the collector. Never throws: what goes wrong is a `Failure`. */
export async function send<Value>(path: string, body: object, key: string): Promise<Sent<Value>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { kind: 'ok', value: answer as Value };
    const problem = answer as Problem;
    return { ...failureOf(response.status, problem), fields: problem.errors ?? [] };
  } catch {
    return { kind: 'unreachable', detail: '', fields: [] };
  }
}
