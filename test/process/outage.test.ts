import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPlace, serve, setUp, storedIds, type Place, type Serving } from './collector.ts';
import { newDatabase, type Database } from './database.ts';
import { watchHealth, type Look } from './health.ts';
import { isTaken, startLoad, type Answer, type Load } from './load.ts';

/** CI has no time for more; the same holds for longer outages. */
const OUTAGE_MS = Number(process.env['HEADWATER_OUTAGE_SECONDS'] ?? 5) * 1_000;

let database: Database;
let place: Place;
let site: string;
beforeAll(async () => {
  database = await newDatabase();
  place = await newPlace(database.url);
  site = await setUp(place);
});
afterAll(() => database.remove());

describe.each([
  { name: 'stopped', away: () => database.stop(), back: () => database.start() },
  { name: 'frozen', away: () => database.freeze(), back: () => database.thaw() },
])('while PostgreSQL is $name', ({ away, back }) => {
  let serving: Serving;
  let load: Load;
  let during: { answers: Answer[]; looks: Look[] };
  let after: Answer[];

  beforeAll(async () => {
    serving = await serve(place);
    load = startLoad({ url: serving.url, site });
    const health = watchHealth(serving.url);
    await load.sees(1_000, isTaken);
    await away();
    const from = performance.now();
    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    const to = performance.now();
    await back();
    const backAt = performance.now();
    await load.sees(1, (answer) => isTaken(answer) && answer.startedAt > backAt);
    const firstAt = performance.now();
    for (const path of ['/v1/collect', '/v1/leads'])
      await load.sees(25, (answer) => isTaken(answer) && answer.path === path && answer.startedAt > firstAt);
    await load.stop();
    await health.stop();
    // what waited when the database came back may have been stored after all
    const isDuring = (at: number) => at >= from && at < to - 1_000;
    during = {
      answers: load.answers.filter(({ startedAt }) => isDuring(startedAt)),
      looks: health.looks.filter(({ at }) => isDuring(at)),
    };
    after = load.answers.filter(({ startedAt }) => startedAt > firstAt);
  });
  afterAll(async () => {
    serving.signal('SIGTERM');
    await serving.ended;
  });

  it('answers every request with 503 and Retry-After within a second', () => {
    expect(during.answers.length).toBeGreaterThan(100);
    expect(new Set(during.answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(during.answers.filter(({ retryAfter }) => !(Number(retryAfter) > 0))).toEqual([]);
    expect(slowest(during.answers)).toBeLessThan(1_000);
  });

  it('is alive and not ready, and says both within a second', () => {
    expect(new Set(during.looks.map(({ healthz }) => healthz.status))).toEqual(new Set([200]));
    expect(new Set(during.looks.map(({ readyz }) => readyz.status))).toEqual(new Set([503]));
    expect(Math.max(...during.looks.flatMap(({ healthz, readyz }) => [healthz.ms, readyz.ms]))).toBeLessThan(
      1_000,
    );
  });

  it('takes events and forms again without a restart', () => {
    for (const path of ['/v1/collect', '/v1/leads']) {
      expect(after.filter((answer) => answer.path === path && isTaken(answer)).length).toBeGreaterThan(20);
    }
  });

  it('has stored everything that it acknowledged', async () => {
    const stored = await storedIds(place);
    expect([...load.acknowledged.difference(new Set(stored))]).toEqual([]);
    expect(stored.length).toBe(new Set(stored).size);
    expect(load.wrong).toEqual([]);
  });
});

const slowest = (answers: readonly Answer[]): number => Math.max(...answers.map(({ ms }) => ms));
