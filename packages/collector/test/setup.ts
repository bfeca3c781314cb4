import { BlockList } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createApp, type AppParts, type Collector } from '../src/app.ts';
import { addSite, type NewSite } from '../src/actions/addSite.ts';
import type { Deps } from '../src/actions/deps.ts';
import { runNextTimer } from '../src/actions/runTimers.ts';
import { createSignals } from '../src/actions/signals.ts';
import { testClock, type TestClock } from '../src/clock.ts';
import type { Db } from '../src/storage/dialect.ts';
import { migrate } from '../src/storage/migrate.ts';
import { openDatabase } from '../src/storage/open.ts';
import { createDatabase } from './database.ts';

export const adminKey = 'hw_key_admin_of_the_tests';
export const botKey = 'hw_key_bot_of_the_tests';
export const asAdmin = { Authorization: `Bearer ${adminKey}` };
export const asBot = { Authorization: `Bearer ${botKey}` };
export const browser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36';

/** A Tuesday at ten in the morning, in working hours. */
export const tuesday = Date.parse('2026-03-03T10:00:00.000Z');
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers that the contract's tests type
export type Answer = { status: number; headers: Headers; body: any };
export type Body = object | string | Uint8Array<ArrayBuffer> | URLSearchParams | FormData | undefined;
export type Ask = (
  method: string,
  path: string,
  body?: Body,
  headers?: Record<string, string>,
  peer?: string,
) => Promise<Answer>;

export type TestCollector = {
  app: Collector['app'];
  start: Collector['start'];
  db: Db;
  databaseUrl: string;
  clock: TestClock;
  deps: Deps;
  adminKey: string;
  ask: Ask;
  /** Runs every timer that is due now. */
  runTimers: () => Promise<number>;
  /** Moves the clock there and runs what became due on the way, in its order. */
  passTo: (ms: number) => Promise<void>;
  /** Stops what runs, as a process does that still answers its last requests. */
  halt: Collector['stop'];
  /** Stops and removes the database. */
  stop: () => Promise<void>;
};

export type TestOptions = Partial<AppParts> & {
  now?: number;
  sites?: NewSite[];
  /** The database of a collector that was started before. */
  databaseUrl?: string;
};

/** Many suites share the machine: what a database does late is not what they are about. */
const PATIENCE_MS = 30_000;

export const acme: NewSite = {
  key: 'acme',
  name: 'Acme',
  origins: ['https://acme.com', 'https://*.acme.com'],
  filterBots: true,
};

/** A collector on a database of its own, asked without a socket; its timers run when the test says so. */
export async function startCollector(options: TestOptions = {}): Promise<TestCollector> {
  const { now = tuesday, sites = [acme], databaseUrl: given, ...parts } = options;
  const database = given === undefined ? await createDatabase() : null;
  const databaseUrl = given ?? database?.url ?? '';
  await migrate(databaseUrl);
  const db = openDatabase(databaseUrl, { waitMs: PATIENCE_MS });
  const clock = testClock(now);
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const publicUrl = 'https://leads.acme.test';
  for (const site of sites) await addSite({ db, clock }, site);
  const {
    app,
    start,
    stop: halt,
  } = createApp({
    db,
    clock,
    testClock: clock,
    log,
    publicUrl,
    reportsUrl: databaseUrl,
    adminKey,
    botKey,
    rateLimit: { ip: 0, site: 0 },
    trustedProxies: new BlockList(),
    scripts: new Map([
      ['hw.js', 'console.log("snippet")'],
      ['hw-widget.js', 'console.log("widget")'],
    ]),
    pages: fileURLToPath(new URL('pages', import.meta.url)),
    ...parts,
  });
  const deps: Deps = { db, clock, log, signals: createSignals(), publicUrl };
  const runTimers = async (): Promise<number> => {
    let count = 0;
    while (await runNextTimer(deps)) count += 1;
    return count;
  };
  return {
    app,
    start,
    db,
    databaseUrl,
    clock,
    deps,
    adminKey,
    ask: askOf(app, logged),
    runTimers,
    passTo: (ms) => passTo(ms, { db, clock, runTimers }),
    halt,
    stop: async () => {
      await halt();
      await db.destroy();
      await database?.remove();
    },
  };
}

/**
 * A fault says in the test what the log says. Who is told that the database is slow comes again, as every client
 * does: on a machine that many suites share it is at times. That it is away is the answer of some tests.
 */
function askOf(app: Collector['app'], logged: string[]): Ask {
  return async (method, path, body, headers = {}, peer = '203.0.113.7') => {
    const isJson = typeof body === 'object' && Object.getPrototypeOf(body) === Object.prototype;
    const request = (): Request =>
      new Request(new URL(path, 'http://localhost'), {
        method,
        headers: {
          'User-Agent': browser,
          ...(isJson && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as string) }),
      });
    const from = { incoming: { socket: { remoteAddress: peer } } };
    const until = performance.now() + PATIENCE_MS;
    let answer = await answerOf(await app.request(request(), undefined, from));
    while (isSlow(answer) && performance.now() < until) {
      // at once, it would be refused again before the database had a chance to answer anybody
      await pause(50);
      answer = await answerOf(await app.request(request(), undefined, from));
    }
    if (answer.status === 500) throw new Error(`${method} ${path} failed: ${logged.at(-1)}`);
    return answer;
  };
}

const isSlow = ({ status, body }: Answer): boolean =>
  status === 503 && body.detail === 'the database is slow';

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isParsed = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isParsed ? JSON.parse(text) : text };
}

/** What counts every few minutes, and changes nothing that people see of a lead: done on the way, not waited for. */
const housekeeping = ['count_visitors', 'tally_touches'];

async function passTo(
  ms: number,
  { db, clock, runTimers }: Pick<TestCollector, 'db' | 'clock' | 'runTimers'>,
): Promise<void> {
  for (;;) {
    await runTimers();
    const { next } = await db
      .selectFrom('timers')
      .select((row) => row.fn.min('due_at').as('next'))
      .where('kind', 'not in', housekeeping)
      .executeTakeFirstOrThrow();
    if (next === null || next > ms) break;
    clock.set(Math.max(next, clock.now()));
  }
  clock.set(ms);
}
