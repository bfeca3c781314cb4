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

/** Events that may wait for their commit, unless the options say otherwise. */
const MOST_WAITING = 20_000;
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
export const createIngest = (options: IngestOptions): Ingest => new GroupCommit(options);

class GroupCommit implements Ingest {
  readonly #options: IngestOptions;
  readonly #queue: Request[] = [];
  readonly #open = new Set<Request>();
  /** Sites that are known to have reported before. */
  readonly #greeted = new Set<string>();
  #waiting = 0;
  #writing = 0;
  #isScheduled = false;
  #failedAt = -Infinity;
  #complainedAt = -Infinity;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: IngestOptions) {
    this.#options = options;
  }

  store(rows: EventsTable[]): Promise<Stored> {
    const { mostEvents = MOST_WAITING } = this.#options;
    return new Promise((resolve, reject) => {
      if (this.#waiting + rows.length > mostEvents) {
        reject(new Unavailable('too many events are waiting'));
        return;
      }
      const request: Request = { rows, arrivedAt: performance.now(), answered: false, resolve, reject };
      this.#queue.push(request);
      this.#open.add(request);
      this.#waiting += rows.length;
      if (this.#watch === undefined) this.#watch = setTimeout(() => this.#refuseLate(), LOOK_EVERY_MS);
      this.#schedule();
    });
  }

  async drain(): Promise<void> {
    while (this.#open.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  waiting(): number {
    return this.#waiting;
  }

  isFailing(): boolean {
    return performance.now() - this.#failedAt < FAILING_MS;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#writing >= this.#options.parallel || this.#queue.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    this.#isScheduled = false;
    const batch = takeBatch(this.#queue);
    if (batch.length === 0) return;
    this.#writing += 1;
    this.#schedule();
    await this.#write(batch);
    this.#writing -= 1;
    this.#schedule();
  }

  async #write(batch: Request[]): Promise<void> {
    try {
      const fresh = await writeBatch(this.#options, this.#greeted, batch);
      this.#failedAt = -Infinity;
      for (const request of batch) this.#answer(request, () => request.resolve(countNew(request, fresh)));
    } catch (cause) {
      this.#complain(cause);
      const isAway = asUnavailable(cause) !== null;
      // one of them cannot be stored: the others must not fail with it
      if (!isAway && batch.length > 1) for (const request of batch) await this.#write([request]);
      else for (const request of batch) this.#answer(request, () => request.reject(cause));
    }
  }

  #complain(cause: unknown): void {
    this.#failedAt = performance.now();
    if (this.#failedAt - this.#complainedAt < COMPLAIN_EVERY_MS) return;
    this.#complainedAt = this.#failedAt;
    this.#options.log.error({ err: cause, waiting: this.#waiting }, 'events could not be stored');
  }

  #answer(request: Request, say: () => void): void {
    if (request.answered) return;
    request.answered = true;
    this.#open.delete(request);
    this.#waiting -= request.rows.length;
    say();
  }

  #refuseLate(): void {
    const latest = performance.now() - PATIENCE_MS + LOOK_EVERY_MS;
    for (const request of this.#open) {
      if (request.arrivedAt > latest) break;
      this.#answer(request, () => request.reject(new Unavailable('the database is slow')));
    }
    this.#watch = this.#open.size > 0 ? setTimeout(() => this.#refuseLate(), LOOK_EVERY_MS) : undefined;
  }
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
