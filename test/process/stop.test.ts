import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminKey, newPlace, serve, setUp, storedIds, type Place, type Serving } from './collector.ts';
import { newDatabase, type Database } from './database.ts';
import { isTaken, startLoad, type Load } from './load.ts';
import { databaseFolder } from '../folder.ts';

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(databaseFolder('headwater-stop-'));
  database = await newDatabase();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.remove();
});

describe.each([
  { name: 'SQLite', databaseUrl: () => `file:${join(folder, 'stop.db')}` },
  { name: 'PostgreSQL', databaseUrl: () => database.url },
])('SIGTERM on $name, under load, with a long poll and an idle connection open', ({ databaseUrl }) => {
  let place: Place;
  let serving: Serving;
  let load: Load;
  let poll: Polled;
  let polledMs: number;
  let exit: number | NodeJS.Signals | null;
  let tookMs: number;

  beforeAll(async () => {
    place = await newPlace(databaseUrl());
    const site = await setUp(place);
    serving = await serve(place);
    const idle = await openIdle(place.port);
    const polling = leaseNothing(serving.url);
    // a form would owe a delivery and end the long poll
    load = startLoad({ url: serving.url, site, formShare: 0 });
    await load.sees(1_000, isTaken);
    const from = performance.now();
    serving.signal('SIGTERM');
    exit = await serving.ended;
    tookMs = performance.now() - from;
    await load.stop();
    poll = await polling;
    polledMs = poll.at - from;
    idle.destroy();
  });

  it('answers every request that it took', () => {
    expect(load.answers.filter(({ broke }) => broke)).toEqual([]);
  });

  it('ends with 0 in a few seconds', () => {
    expect(exit).toBe(0);
    expect(tookMs).toBeLessThan(5_000);
  });

  it('answers the long poll at once, with nothing', () => {
    expect(poll).toMatchObject({ status: 200, body: '{"data":[]}' });
    expect(polledMs).toBeGreaterThan(0);
    expect(polledMs).toBeLessThan(1_000);
  });

  it('has stored everything that it acknowledged', async () => {
    const stored = await storedIds(place);
    expect([...load.acknowledged.difference(new Set(stored))]).toEqual([]);
    expect(load.wrong).toEqual([]);
  });
});

describe('SIGTERM while a client sends half a request and PostgreSQL is frozen', () => {
  it('ends with 0 in a few seconds all the same', async () => {
    const place = await newPlace(database.url);
    const site = await setUp(place);
    const serving = await serve(place);
    const load = startLoad({ url: serving.url, site, connections: 8 });
    await load.sees(50, isTaken);
    const half = await openIdle(place.port);
    half.write('POST /v1/collect HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    await database.freeze();
    const from = performance.now();
    serving.signal('SIGTERM');
    expect(await serving.ended).toBe(0);
    expect(performance.now() - from).toBeLessThan(12_000);
    await database.thaw();
    await load.stop();
    half.destroy();
    expect(load.answers.filter(({ broke }) => broke)).toEqual([]);
  });
});

/** A keep-alive connection on which one request was answered. */
async function openIdle(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'data');
  return socket;
}

type Polled = { status: number | undefined; body: string; at: number };

async function leaseNothing(url: string): Promise<Polled> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
    const outgoing = request(`${url}/v1/deliveries/lease`, { method: 'POST', headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode, body, at: performance.now() }));
    });
    outgoing.once('error', reject);
    outgoing.end(JSON.stringify({ max: 1, waitMs: 25_000 }));
  });
}
