import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Reports } from '../actions/askReport.ts';
import { orUnavailable, Unavailable } from '../actions/unavailable.ts';
import type { Answered, Asked } from './worker.ts';

/** How long a report is waited for: the first after a start reads every journey. */
const PATIENCE_MS = 30_000;
/** How long one report may keep the others waiting, once the journeys were read. */
const LONGEST_MS = 30_000;
const RETRY_AFTER_SECONDS = 5;
/** Questions that stand in line at once, those included that nobody waits for any more. */
const MOST_WAITING = 32;

type Waiting = { resolve: (answer: never) => void; reject: (error: Error) => void };

/**
 * Answers reports in a thread of its own with a connection of its own, so that nothing else waits for them. It
 * starts with the first question. When it dies, who waits is told to come again, and the next question starts
 * another: it holds nothing that is not in the database. So it is ended, too, when one answer takes `longestMs`.
 */
export function createReports({
  databaseUrl,
  log,
  longestMs = LONGEST_MS,
}: {
  databaseUrl: string;
  log: Logger;
  longestMs?: number;
}): Reports {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let last = 0;
  let hasReadJourneys = false;
  let giveUp: NodeJS.Timeout | undefined;

  /** The first in line has its time from now; the very first of a thread has as long as it takes to read all. */
  const nextInLine = (): void => {
    clearTimeout(giveUp);
    if (waiting.size > 0 && hasReadJourneys) giveUp = setTimeout(endLate, longestMs).unref();
  };

  const endLate = (): void => {
    const [first] = waiting;
    if (!first) return;
    log.warn({ longestMs }, 'a report took too long: its thread is ended');
    waiting.delete(first[0]);
    first[1].reject(takesTooLong());
    void worker?.terminate();
  };

  const start = (): Worker => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { databaseUrl },
      name: 'reports',
    });
    started.unref();
    hasReadJourneys = false;
    started.on('message', (answered: Answered) => {
      hasReadJourneys = true;
      settle(waiting, answered);
      nextInLine();
    });
    started.on('error', (error) => log.error({ err: error }, 'the thread of reports died'));
    started.on('exit', () => {
      clearTimeout(giveUp);
      if (worker === started) worker = null;
      for (const { reject } of waiting.values()) reject(startsAgain());
      waiting.clear();
    });
    return started;
  };

  return {
    ask: async (name, kind, question) => {
      if (waiting.size >= MOST_WAITING) throw tooMany();
      worker ??= start();
      last += 1;
      const asked: Asked = { id: last, name, kind, question };
      const answer = new Promise<never>((resolve, reject) => waiting.set(asked.id, { resolve, reject }));
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
      worker.postMessage(asked);
      if (waiting.size === 1) nextInLine();
      return orUnavailable(answer, PATIENCE_MS, 'the report takes long');
    },
    stop: async () => void (await worker?.terminate()),
  };
}

const startsAgain = (): Unavailable =>
  new Unavailable('the reports start again', { retryAfterSeconds: RETRY_AFTER_SECONDS });

const takesTooLong = (): Unavailable =>
  new Unavailable('the report took too long: ask for a shorter period, or for larger groups', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });

const tooMany = (): Unavailable =>
  new Unavailable('too many reports are asked for at once', { retryAfterSeconds: RETRY_AFTER_SECONDS });

function settle(waiting: Map<number, Waiting>, answered: Answered): void {
  const asker = waiting.get(answered.id);
  if (!asker) return;
  waiting.delete(answered.id);
  if ('failure' in answered) {
    const { message, code } = answered.failure;
    asker.reject(Object.assign(new Error(message), code === undefined ? {} : { code }));
  } else asker.resolve(answered.answer as never);
}
