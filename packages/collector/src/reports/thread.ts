import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Reports } from '../actions/askReport.ts';
import { orUnavailable } from '../actions/unavailable.ts';
import { createLine } from './line.ts';
import type { Asked, AskedSums } from './worker.ts';

/** How long a report is waited for: the first after a start reads every journey. */
const PATIENCE_MS = 30_000;
/** How long one report may keep the others waiting, once the journeys were read. */
const LONGEST_MS = 30_000;

/**
 * Far more than the objects of millions of leads take, whose numbers stand outside of it. V8 lets the garbage of a
 * heap grow by what it may become: to twice its size with this limit, with the usual one to four times.
 */
const MOST_HEAP_MIB = 1_900;
const ownHeapMiB = (): number => getHeapStatistics().heap_size_limit / 2 ** 20;

type Unnumbered<Each> = Each extends unknown ? Omit<Each, 'id'> : never;

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
  let worker: Worker | null = null;
  let last = 0;
  const line = createLine({
    longestMs,
    onLate: () => {
      log.warn({ longestMs }, 'a report took too long: its thread is ended');
      void worker?.terminate();
    },
  });

  const start = (): Worker => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { databaseUrl },
      resourceLimits: { maxOldGenerationSizeMb: Math.min(MOST_HEAP_MIB, ownHeapMiB()) },
      name: 'reports',
    });
    started.unref();
    started.on('message', line.settle);
    started.on('error', (error) => log.error({ err: error }, 'the thread of reports died'));
    started.on('exit', () => {
      worker = null;
      line.dismiss();
    });
    return started;
  };

  const ask = async (asked: Unnumbered<Asked | AskedSums>): Promise<never> => {
    last += 1;
    const answer = line.join(last);
    worker ??= start();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    worker.postMessage({ id: last, ...asked } satisfies Asked | AskedSums);
    return orUnavailable(answer, PATIENCE_MS, 'the report takes long');
  };

  return {
    ask: (name, kind, question) => ask({ name, kind, question, form: null }),
    write: (name, kind, question, form) => ask({ name, kind, question, form }),
    sums: sumsBy(ask),
    stop: async () => void (await worker?.terminate()),
  };
}

const sumsBy = (ask: (asked: Unnumbered<AskedSums>) => Promise<never>): Reports['sums'] => ({
  linksBetween: (...of) => ask({ sums: 'linksBetween', of }),
  sourcesGiven: (...of) => ask({ sums: 'sourcesGiven', of }),
  fresh: (...of) => ask({ sums: 'fresh', of }),
});
