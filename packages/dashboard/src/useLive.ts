import { useEffect, useState } from 'preact/hooks';
import { failureInWords, read, type Failure } from './api.ts';
import { repeatWhileVisible } from './repeat.ts';
import { key, signOut } from './session.ts';

/** The newest value and, when the last attempt brought none, why. `atMs` is when it was read. */
export type Live<Value> = { value: Value | null; atMs: number | null; failure: Failure | null };

/** Kept, so that a page one comes back to is there at once. */
const seen = new Map<string, Live<unknown>>();

/** Forgets what was read, for the next person at this tab. */
export const forgetSeen = (): void => seen.clear();

/**
 * Reads `path` now and again after `paceMs(newest)`, as long as the tab is looked at. When `path` changes,
 * what was read before is shown until the first answer.
 */
export function useLive<Value>(path: string, paceMs: (newest: Value | null) => number): Live<Value> {
  const remembered = (): Live<Value> => (seen.get(path) as Live<Value> | undefined) ?? unread;
  const [live, show] = useState(remembered);

  useEffect(() => {
    const refresh = async (): Promise<number> => {
      const given = key.value;
      const answer = await read<Value>(path, given ?? '');
      if (given === null || given !== key.value) return paceMs(null);
      if (answer.kind === 'wrong-key') signOut(failureInWords(answer));
      const newest: Live<Value> =
        answer.kind === 'ok'
          ? { value: answer.value, atMs: answer.atMs, failure: null }
          : { ...remembered(), failure: answer };
      seen.set(path, newest);
      show(newest);
      return paceMs(newest.value);
    };
    return repeatWhileVisible(refresh);
  }, [path]);

  return live;
}

const unread: Live<never> = { value: null, atMs: null, failure: null };
