import type { Problem } from '@headwater/contract';

/** Longer than the collector takes to say that its database is away. */
const PATIENCE_MS = 10_000;

/** Why there is no answer. `detail` is the collector's own sentence, empty where it gave none. */
export type Failure = {
  kind: 'wrong-key' | 'forbidden' | 'missing' | 'unavailable' | 'unreachable';
  detail: string;
};

/** `atMs`: the collector's clock, so that a laptop's wrong one does not matter; epoch milliseconds. */
export type Answer<Value> = { kind: 'ok'; value: Value; atMs: number } | Failure;

/** Reads from the collector. Never throws: what goes wrong is a `Failure`. */
export async function read<Value>(path: string, key: string): Promise<Answer<Value>> {
  try {
    const response = await fetch(path, {
      headers: { Authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body: unknown = await response.json();
    if (!response.ok) return failureOf(response.status, body as Problem);
    const atMs = Date.parse(response.headers.get('Date') ?? '') || Date.now();
    return { kind: 'ok', value: body as Value, atMs };
  } catch {
    return { kind: 'unreachable', detail: '' };
  }
}

/** Which failure an HTTP status means. */
export function failureOf(status: number, { detail }: Pick<Problem, 'detail'>): Failure {
  const kinds: Record<number, Failure['kind']> = { 401: 'wrong-key', 403: 'forbidden', 404: 'missing' };
  return { kind: kinds[status] ?? 'unavailable', detail };
}

/** What to tell the reader. */
export function failureInWords({ kind, detail }: Failure): string {
  switch (kind) {
    case 'wrong-key':
      return 'This key is not known here. Check that it is complete and has not been removed.';
    case 'forbidden':
      return `Your key is valid, but not for this: ${detail}.`;
    case 'missing':
      return detail === '' ? 'This is not there.' : `Not found: ${detail}.`;
    case 'unavailable':
      return detail === ''
        ? 'The collector cannot answer now.'
        : `The collector cannot answer now: ${detail}.`;
    case 'unreachable':
      return 'The collector does not answer. Is it running, and are you online?';
  }
}
