import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { headwater, newPlace, serve, setUp, storedIds, type Place, type Serving } from './collector.ts';
import { watchHealth } from './health.ts';
import { isTaken, startLoad, type Load } from './load.ts';
import { newReport } from './reports.ts';

const LOCKED_MS = 3_000;

let folder: string;
let path: string;
let place: Place;
let site: string;
let serving: Serving | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-file-'));
  path = join(folder, 'file.db');
  place = await newPlace(`file:${path}`);
  site = await setUp(place);
});
afterEach(async () => {
  serving?.signal('SIGKILL');
  await serving?.ended;
  await rm(folder, { recursive: true, force: true });
});

describe('a SQLite file that another process has locked', () => {
  it('costs 503s within a second, stops nothing else, and is written again afterwards', async () => {
    serving = await serve(place);
    const load = startLoad({ url: serving.url, site });
    const health = watchHealth(serving.url);
    await load.sees(500, isTaken);

    const other = new DatabaseSync(path, { timeout: 5_000 });
    other.exec('begin immediate');
    const from = performance.now();
    await new Promise((resolve) => setTimeout(resolve, LOCKED_MS));
    const to = performance.now();
    other.exec('rollback');
    other.close();
    await load.sees(500, isTaken);
    await load.stop();
    await health.stop();

    const isDuring = (at: number) => at >= from && at < to - 1_000;
    const answers = load.answers.filter(({ startedAt }) => isDuring(startedAt));
    expect(answers.length).toBeGreaterThan(100);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(answers.filter(({ retryAfter }) => !(Number(retryAfter) > 0))).toEqual([]);
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(1_000);

    const looks = health.looks.filter(({ at }) => isDuring(at));
    expect(new Set(looks.map(({ healthz }) => healthz.status))).toEqual(new Set([200]));
    expect(new Set(looks.map(({ readyz }) => readyz.status))).toEqual(new Set([503]));
    expect(Math.max(...looks.map(({ healthz }) => healthz.ms))).toBeLessThan(500);
    await expectStored(load);
  });
});

describe('a disk without room for the SQLite file', () => {
  it('costs 503s and loses nothing that was acknowledged, and there is no restart when it has room again', async () => {
    serving = await serve(place, 'ulimit -S -f 1500');
    const load = startLoad({ url: serving.url, site });
    await load.sees(1, (answer) => answer.path === '/v1/collect' && answer.status === 503);
    const fullAt = performance.now();
    await load.sees(200);
    expect((await fetch(`${serving.url}/healthz`)).status).toBe(200);
    // the log of SQLite begins anew now and then, and has room for a moment
    const { url } = serving;
    const readyz = async () => expect((await fetch(`${url}/readyz`)).status).toBe(503);
    await vi.waitFor(readyz, { timeout: 60_000, interval: 50 });
    const hasRoomAt = performance.now();
    execFileSync('prlimit', ['--pid', String(serving.pid), '--fsize=unlimited:unlimited']);
    await load.sees(500, (answer) => isTaken(answer) && answer.startedAt > hasRoomAt);
    await load.stop();

    const refused = load.answers.filter((answer) => answer.startedAt > fullAt && !isTaken(answer));
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
    await expectStored(load);
  });
});

describe('commands while the collector serves', () => {
  it('adds a site whose events are taken at once, and changes nothing by init', async () => {
    serving = await serve(place);
    const load = startLoad({ url: serving.url, site });
    await load.sees(200, isTaken);
    const [tag] = await Promise.all([
      headwater(place, 'site', 'add', 'Second', 'https://second.example.com'),
      headwater(place, 'init'),
    ]);
    const key = /data-site="([^"]+)"/.exec(tag)?.[1] ?? '';
    const headers = { Origin: 'https://second.example.com', 'User-Agent': 'Mozilla/5.0 Firefox/140.0' };
    const { body } = newReport(key);
    const answer = await fetch(`${serving.url}/v1/collect`, { method: 'POST', headers, body });
    await load.stop();
    expect(await answer.json()).toMatchObject({ accepted: 1 });
    expect(load.answers.filter((one) => !isTaken(one))).toEqual([]);
  });

  // without it SQLite before 3.51 takes the journal of a collector for its own to remove, with what is in it:
  // https://www.sqlite.org/howtocorrupt.html, section 2.2
  it('keeps its lock on the file, by which other tools know that it is open', async () => {
    serving = await serve(place);
    const { ino } = await stat(path);
    const isHeld = (line: string) => line.includes(' READ ') && line.includes(`:${ino} `);
    expect((await readFile('/proc/locks', 'utf8')).split('\n').filter(isHeld)).toHaveLength(1);
  });

  it('lets a site report from a further origin', async () => {
    const { url } = (serving = await serve(place));
    const further = 'https://shop.example.com';
    expect((await headwater(place, 'site', 'origin', site, further)).split('\n')).toContain(further);
    const headers = { Origin: further, 'User-Agent': 'Mozilla/5.0 Firefox/140.0' };
    const report = () => fetch(`${url}/v1/collect`, { method: 'POST', headers, body: newReport(site).body });
    await vi.waitFor(async () => expect((await report()).status).toBe(202), {
      timeout: 30_000,
      interval: 200,
    });
    await expect(headwater(place, 'site', 'origin', site, 'shop')).rejects.toThrow('shop is not an origin');
    await expect(headwater(place, 'site', 'origin', 'nobody', further)).rejects.toThrow(
      'no site has the key nobody',
    );
  });

  it('sets up the same new file from four processes at once', async () => {
    const fresh = { ...place, env: { ...place.env, DATABASE_URL: `file:${join(folder, 'fresh.db')}` } };
    await Promise.all([1, 2, 3, 4].map(() => headwater(fresh, 'init')));
    expect(await storedIds(fresh)).toEqual([]);
  });
});

async function expectStored(load: Load): Promise<void> {
  const stored = await storedIds(place);
  expect([...load.acknowledged.difference(new Set(stored))]).toEqual([]);
  expect(stored.length).toBe(new Set(stored).size);
  expect(load.wrong).toEqual([]);
}
