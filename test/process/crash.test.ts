import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPlace, serve, setUp, storedIds } from './collector.ts';
import { newDatabase, type Database } from './database.ts';
import { isTaken, startLoad } from './load.ts';

const KILLS = 10;
/** Requests answered after each start before the kill: the load is in full swing then. */
const ANSWERS_A_ROUND = 400;

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-crash-'));
  database = await newDatabase();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.remove();
});

describe.each([
  { name: 'SQLite', databaseUrl: () => `file:${join(folder, 'crash.db')}` },
  { name: 'PostgreSQL', databaseUrl: () => database.url },
])('on $name, killed ten times in the middle of load from 64 connections', ({ databaseUrl }) => {
  it('has every acknowledged event once', async () => {
    const place = await newPlace(databaseUrl());
    const site = await setUp(place);
    let serving = await serve(place);
    const load = startLoad({ url: serving.url, site });
    for (let kill = 0; kill < KILLS; kill += 1) {
      await load.sees(ANSWERS_A_ROUND, isTaken);
      serving.signal('SIGKILL');
      expect(await serving.ended).toBe('SIGKILL');
      serving = await serve(place);
    }
    await load.stop();
    serving.signal('SIGTERM');
    expect(await serving.ended).toBe(0);

    const stored = await storedIds(place);
    expect(stored.length).toBe(new Set(stored).size);
    expect([...load.acknowledged.difference(new Set(stored))]).toEqual([]);
    expect(load.wrong).toEqual([]);
    expect(load.acknowledged.size).toBeGreaterThan(KILLS * ANSWERS_A_ROUND);
  });
});
