import type { Clock } from '../clock.ts';
import type { Logger } from 'pino';
import type { Db } from '../storage/dialect.ts';
import { storeEvents } from '../storage/events.ts';
import type { EventsTable } from '../storage/schema.ts';
import { markFirstHit } from '../storage/sites.ts';
import type { Signals } from './signals.ts';
import { PATIENCE_MS, Unavailable, asUnavailable } from './unavailable.ts';

/** How many of the rows were new. */
export type Stored = { accepted: number; duplicates: number };

export type Ingest = {
  /** Resolves after the commit that holds these rows; rejects with Unavailable when it cannot say so soon. */
  store: (rows: EventsTable[]) => Promise<Stored>;
  /** Resolves when everything that was taken is answered. */
  drain: () => Promise<void>;
  /** Events that wait for their commit. */
  waiting: () => number;
  /** Whether storing failed a moment ago and has not succeeded since. */
  isFailing: () => boolean;
};

type Request = {
  rows: EventsTable[];
  arrivedAt: number;
  answered: boolean;
  resolve: (stored: Stored) => void;
  reject: (error: unknown) => void;
};

export type IngestOptions = {
  db: Db;
  clock: Clock;
  log: Logger;
  signals: Signals;
  /** Transactions at once: SQLite has one writer; on PostgreSQL one can be prepared while another commits. */
  parallel: number;
  /** Beyond this many waiting events the queue is full. */
  mostEvents?: number;
};

/** Rows in one transaction; more would make the first wait for the last. */
const MOST_ROWS = 2_000;
const LOOK_EVERY_MS = 50;
/** A failure is remembered this long when nobody tries again. */
const FAILING_MS = 5_000;
const COMPLAIN_EVERY_MS = 10_000;

/**
 * Group commit: requests that arrive together share one transaction, and each is answered after it.
 * When the process dies, what was not committed was not answered either, and its sender comes again.
 */
export function createIngest(options: IngestOptions): Ingest {
  const { log, parallel, mostEvents = 20_000 } = options;
  const queue: Request[] = [];
  const open = new Set<Request>();
  const greeted = new Set<string>();
  let waiting = 0;
  let writing = 0;
  let scheduled = false;
  let failedAt = -Infinity;
  let complainedAt = -Infinity;
  let watch: NodeJS.Timeout | undefined;

  const store = (rows: EventsTable[]): Promise<Stored> =>
    new Promise((resolve, reject) => {
      if (waiting + rows.length > mostEvents) {
        reject(new Unavailable('too many events are waiting'));
        return;
      }
      const request: Request = { rows, arrivedAt: performance.now(), answered: false, resolve, reject };
      queue.push(request);
      open.add(request);
      waiting += rows.length;
      watch ??= setTimeout(refuseLate, LOOK_EVERY_MS);
      schedule();
    });

  const schedule = (): void => {
    if (scheduled || writing >= parallel || queue.length === 0) return;
    scheduled = true;
    setImmediate(() => void flush());
  };

  const flush = async (): Promise<void> => {
    scheduled = false;
    const batch = takeBatch(queue);
    if (batch.length === 0) return;
    writing += 1;
    schedule();
    await write(batch);
    writing -= 1;
    schedule();
  };

  const write = async (batch: Request[]): Promise<void> => {
    try {
      const fresh = await writeBatch(options, greeted, batch);
      failedAt = -Infinity;
      for (const request of batch) answer(request, () => request.resolve(countNew(request, fresh)));
    } catch (cause) {
      complain(cause);
      const isAway = asUnavailable(cause) !== null;
      // one of them cannot be stored: the others must not fail with it
      if (!isAway && batch.length > 1) for (const request of batch) await write([request]);
      else for (const request of batch) answer(request, () => request.reject(cause));
    }
  };

  const complain = (cause: unknown): void => {
    failedAt = performance.now();
    if (failedAt - complainedAt < COMPLAIN_EVERY_MS) return;
    complainedAt = failedAt;
    log.error({ err: cause, waiting }, 'events could not be stored');
  };

  const answer = (request: Request, say: () => void): void => {
    if (request.answered) return;
    request.answered = true;
    open.delete(request);
    waiting -= request.rows.length;
    say();
  };

  const refuseLate = (): void => {
    const latest = performance.now() - PATIENCE_MS + LOOK_EVERY_MS;
    for (const request of open) {
      if (request.arrivedAt > latest) break;
      answer(request, () => request.reject(new Unavailable('the database is slow')));
    }
    watch = open.size > 0 ? setTimeout(refuseLate, LOOK_EVERY_MS) : undefined;
  };

  const drain = async (): Promise<void> => {
    while (open.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  const isFailing = (): boolean => performance.now() - failedAt < FAILING_MS;

  return { store, drain, waiting: () => waiting, isFailing };
}

/** The next requests, without those that were told to come again while they waited. */
function takeBatch(queue: Request[]): Request[] {
  const batch: Request[] = [];
  let rows = 0;
  while (rows < MOST_ROWS) {
    const request = queue.shift();
    if (!request) break;
    if (request.answered) continue;
    batch.push(request);
    rows += request.rows.length;
  }
  return batch;
}

/** What a known lead did may change its temperature: its timer is set in the transaction of the rows. */
async function writeBatch(
  { db, clock, signals }: IngestOptions,
  greeted: Set<string>,
  batch: Request[],
): Promise<Set<string>> {
  // one order for all: two transactions with the same ids would wait for each other
  const rows = batch.flatMap((request) => request.rows).sort((a, b) => (a.id < b.id ? -1 : 1));
  const { fresh, leads } = await storeEvents(db, rows, clock.now());
  const strangers = new Set(rows.map((row) => row.site ?? '').filter((site) => !greeted.has(site)));
  for (const site of strangers) await markFirstHit(db, site, clock.now());
  for (const site of strangers) greeted.add(site);
  if (leads.length > 0) signals.timers.ring();
  return new Set(fresh);
}

/** An id counts as new once, even when one request carries it twice. */
function countNew(request: Request, fresh: Set<string>): Stored {
  let accepted = 0;
  for (const row of request.rows) if (fresh.delete(row.id)) accepted += 1;
  return { accepted, duplicates: request.rows.length - accepted };
}
