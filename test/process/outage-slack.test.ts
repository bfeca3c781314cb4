import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { first } from './calls.ts';
import { newDatabase, type Database } from './database.ts';
import { startBot, type BotProcess } from './slackbot.ts';
import { namesIn, runClock, startWorkplace, type Workplace } from './workplace.ts';
import { databaseFolder } from '../folder.ts';

const soon = { timeout: 90_000, interval: 100 };
const minute = 60_000;
/** Slack stays away at least so long, in real time; `OUTAGE_SECONDS=120` plays a long one. */
const outageMs = Number(process.env['OUTAGE_SECONDS'] ?? 0) * 1000;
vi.setConfig({ testTimeout: 180_000 + outageMs });

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(databaseFolder('headwater-outage-'));
  database = await newDatabase();
});
afterAll(async () => {
  await database.remove();
  await rm(folder, { recursive: true, force: true });
});

const routing = {
  rules: [
    {
      name: 'Hot',
      when: { temperature: 'hot' },
      then: { pool: 'all', channel: '#sales-hot', deadlineMinutes: 5 },
    },
  ],
  pools: [
    {
      name: 'all',
      strategy: 'round_robin',
      members: [{ slackUser: 'U0ANNA' }, { slackUser: 'U0BEN' }],
    },
  ],
  fallback: { channel: '#leads' },
};
const always = {
  timeZone: 'UTC',
  days: [1, 2, 3, 4, 5, 6, 7],
  from: '00:00',
  to: '24:00',
  digestAt: [],
};

describe.each([
  {
    name: 'SQLite, Socket Mode',
    mode: 'socket' as const,
    databaseUrl: () => `file:${join(folder, 'outage.db')}`,
  },
  { name: 'PostgreSQL, signed HTTP', mode: 'http' as const, databaseUrl: () => database.url },
])('Slack is away, on $name', ({ mode, databaseUrl }) => {
  let work: Workplace;
  let clock: ReturnType<typeof runClock>;
  let bot: BotProcess;
  beforeAll(async () => {
    work = await startWorkplace(databaseUrl(), { HEADWATER_TEST_CLOCK: '1' });
    await work.ask('PUT', '/v1/settings/routing', routing, first);
    await work.ask('PUT', '/v1/settings/calendar', always, first);
    clock = runClock(work);
    bot = await startBot(work.slack, work.serving, mode);
  });
  afterAll(async () => {
    clock.stop();
    await bot.end('SIGTERM');
    await work.stop();
  });

  const posted = () => work.slack.messages('#sales-hot');

  it('for ten minutes while 40 leads come and the bot is killed: each once, hottest first, with its age', async () => {
    const { slack, submit } = work;
    await submit('before-1', 'demo');
    await vi.waitFor(() => expect(posted()).toHaveLength(1), soon);
    clock.leap(2 * minute);

    slack.fail({ kind: 'down' });
    const upAgainAt = performance.now() + outageMs;
    for (let lead = 10; lead < 30; lead += 1) await submit(`written-${lead}`, 'contact');
    await bot.end('SIGKILL');
    const starting = startBot(slack, work.serving, mode);
    for (let lead = 10; lead < 30; lead += 1) await submit(`asked-${lead}`, 'demo');
    clock.leap(10 * minute - outageMs);
    await setTimeout(Math.max(0, upAgainAt - performance.now()));
    const recoveredAt = performance.now();
    const recoveredMs = Date.now() + 12 * minute - outageMs; // by the collector's clock
    slack.recover();
    bot = await starting;
    await vi.waitFor(() => expect(namesIn(posted())).toHaveLength(41), soon);
    expect(performance.now() - recoveredAt).toBeLessThan(90_000);

    const names = namesIn(posted()).slice(1);
    expect(new Set(names).size).toBe(40);
    const twenty = (who: string) => Array.from({ length: 20 }, (_, lead) => `${who}-${lead + 10}`);
    expect(names.slice(0, 20)).toEqual(twenty('asked'));
    // what the killed bot had in hand is in no digest: it may have been posted, and comes when its lease is over
    expect(names.slice(20).toSorted()).toEqual(twenty('written'));
    for (const message of posted().slice(1)) {
      expect(JSON.stringify(message.blocks)).toMatch(/Waiting for 1\d minutes/);
    }
    const leads = [...(await work.leadsNamed('asked-')), ...(await work.leadsNamed('written-'))];
    expect(leads).toHaveLength(40);
    for (const { history, assignment } of leads) {
      expect(history.map(({ kind }) => kind)).toEqual(['assigned']);
      expect(Date.parse(assignment!.deadline!)).toBeGreaterThan(recoveredMs + 5 * minute - 1000);
    }
  });

  it('for three answers: what was posted is found, and stands there once', async () => {
    const { slack, submit } = work;
    slack.fail({ kind: 'lose_answer', method: 'chat.postMessage', times: 3 });
    const before = posted().length;
    for (let lead = 1; lead <= 5; lead += 1) await submit(`lost-${lead}`, 'demo');
    await vi.waitFor(() => expect(new Set(namesIn(posted().slice(before))).size).toBe(5), soon);
    await vi.waitFor(async () => {
      const { deliveries } = await work.ask<{ deliveries: { waiting: number } }>('GET', '/v1/status');
      expect(deliveries.waiting).toBe(0);
    }, soon);
    expect(namesIn(posted().slice(before))).toHaveLength(5);
  });
});
