import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { first } from './calls.ts';
import { timeOrderedId } from './reports.ts';
import { startBot, type BotProcess } from './slackbot.ts';
import { namesIn, startWorkplace, type Workplace } from './workplace.ts';
import { databaseFolder } from '../folder.ts';
import { newOnServer } from '../../packages/collector/test/server.ts';

const LEADS = 500;
const soon = { timeout: 150_000, interval: 200 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(databaseFolder('headwater-burst-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const routing = {
  rules: [{ name: 'Hot', when: { temperature: 'hot' }, then: { channel: '#sales-hot' } }],
  pools: [],
  fallback: { channel: '#leads' },
};

/** A database that no other suite writes to. */
const ofItsOwn = async (): Promise<string> => (await newOnServer(inject('postgresUrl'), 'template0')).url;

describe.each([
  {
    name: 'SQLite, Socket Mode',
    mode: 'socket' as const,
    databaseUrl: async () => `file:${join(folder, 'burst.db')}`,
  },
  { name: 'PostgreSQL, signed HTTP', mode: 'http' as const, databaseUrl: ofItsOwn },
])('500 hot leads in a minute to one channel, on $name', ({ mode, databaseUrl }) => {
  let work: Workplace;
  let bots: BotProcess[];
  beforeAll(async () => {
    work = await startWorkplace(await databaseUrl());
    await work.ask('PUT', '/v1/settings/routing', routing, first);
    bots = [await startBot(work.slack, work.serving, mode), await startBot(work.slack, work.serving, mode)];
  });
  afterAll(async () => {
    await Promise.all(bots.map((bot) => bot.end('SIGTERM')));
    await work.stop();
  });

  const posted = () => work.slack.messages('#sales-hot');
  const digests = () => posted().filter(({ text }) => /^\d+ leads? (is|are) waiting|^Every lead/.test(text));
  const claimable = (): string[] =>
    digests().flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block['accessory'] as { value?: string } | undefined)?.value ?? []),
    );
  const refused = () => work.slack.calls().filter(({ error }) => error === 'ratelimited');

  it('are twenty cards and a few digests, each lead once, without one 429, and a message to a person comes at once', async () => {
    const startedAt = performance.now();
    for (let lead = 0; lead < LEADS; lead += 10) {
      const ten = Array.from({ length: 10 }, (_, index) => lead + index);
      await Promise.all(ten.map((each) => work.submit(`many-${each}`, each % 5 === 0 ? 'demo' : 'contact')));
    }
    const tookMs = performance.now() - startedAt;
    const referral = {
      referrer: 'U0CARA',
      name: 'Max',
      company: 'Muster AG',
      phone: '+49 30 1234567',
      via: 'api',
    };
    await work.ask('POST', '/v1/referrals', { submission: timeOrderedId(), ...referral });
    await vi.waitFor(() => expect(work.slack.messages('U0CARA')).toHaveLength(1), soon);
    expect(new Set(namesIn(posted())).size).toBeLessThan(LEADS);

    await vi.waitFor(() => expect(new Set(namesIn(posted())).size).toBe(LEADS), soon);
    expect(namesIn(posted())).toHaveLength(LEADS);
    const cards = posted().length - digests().length;
    expect(cards).toBeGreaterThanOrEqual(20);
    expect(cards).toBeLessThanOrEqual(20 * Math.ceil((tookMs + 20_000) / 60_000));
    expect(digests().length).toBeLessThanOrEqual(Math.ceil(LEADS / 45) + Math.ceil(tookMs / 5000));
    for (const { blocks } of digests()) {
      const scores = [...JSON.stringify(blocks).matchAll(/Score (\d+)/g)].map(([, score]) => Number(score));
      expect(scores).toEqual(scores.toSorted((one, other) => other - one));
    }
    expect(refused()).toEqual([]);
  });

  it('can each be claimed from their digest, which shows it', async () => {
    const leads = claimable();
    expect(leads.length).toBeGreaterThan(400);
    for (const value of leads) {
      const press = { user: 'U0ANNA', channel: '#sales-hot', actionId: 'claim_digest', value };
      const { acked } = await work.slack.press(press);
      expect(acked).toBe(true);
    }
    await vi.waitFor(() => expect(claimable()).toEqual([]), soon);
    const lines = digests().flatMap(({ blocks }) => [...JSON.stringify(blocks).matchAll(/With <@U0ANNA>/g)]);
    expect(lines).toHaveLength(leads.length);
    expect(refused()).toEqual([]);
  });
});
