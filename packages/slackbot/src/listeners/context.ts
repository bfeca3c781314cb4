import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { CollectorClient } from '../collector-client.ts';

/** What every listener is given. */
export type ListenerContext = { collector: CollectorClient; slack: WebClient; log: Logger };

/** Said where the collector gave no answer: nothing is known to have changed. */
export const AWAY = 'Headwater cannot be reached at the moment, so nothing was changed. Please try again.';

/** Resolves with what the promise gives, or with null once `ms` have passed. The promise goes on. */
export async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
