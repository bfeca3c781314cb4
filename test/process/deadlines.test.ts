import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LeadDetail, Status } from '@headwater/contract';
import { startSlack, type Slack } from '../slack/slack.ts';
import { adminKey, newPlace, serve, setUp, type Place, type Serving } from './collector.ts';
import { newDatabase, type Database } from './database.ts';
import { origin, timeOrderedId } from './reports.ts';
import { botKey, startBot, type BotProcess } from './slackbot.ts';
import { databaseFolder } from '../folder.ts';

const soon = { timeout: 60_000, interval: 50 };

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(databaseFolder('headwater-deadlines-'));
  database = await newDatabase();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.remove();
});

/** Far ahead: a collector that was just started has the machine's time, at which nothing is due yet. */
const friday = '2030-04-18T14:58:00Z';
const calendar = {
  timeZone: 'Europe/Berlin',
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '17:00',
  digestAt: [],
  holidays: 'DE',
};
const routing = {
  rules: [{ name: 'All', when: {}, then: { pool: 'Sales', channel: '#sales-hot', deadlineMinutes: 5 } }],
  pools: [
    {
      name: 'Sales',
      strategy: 'round_robin',
      members: [{ slackUser: 'U0ANNA' }, { slackUser: 'U0BEN' }],
    },
  ],
  fallback: { channel: '#leads' },
};

describe.each([
  { name: 'SQLite', databaseUrl: () => `file:${join(folder, 'deadlines.db')}` },
  { name: 'PostgreSQL', databaseUrl: () => database.url },
])('on $name, the collector killed between any two steps', ({ databaseUrl }) => {
  let place: Place;
  let serving: Serving;
  let slack: Slack;
  let bot: BotProcess;
  beforeAll(async () => {
    place = await newPlace(databaseUrl());
    Object.assign(place.env, { BOT_KEY: botKey, HEADWATER_TEST_CLOCK: '1' });
  });
  afterAll(async () => {
    await bot.end('SIGTERM');
    serving.signal('SIGTERM');
    await serving.ended;
    await slack.stop();
  });

  async function ask<Answer>(
    method: string,
    path: string,
    body?: unknown,
    more: object = {},
  ): Promise<Answer> {
    const answer = await fetch(serving.url + path, {
      method,
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json', ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }
  /** What is about this lead; lists of the morning come to people as well. */
  const told = (user: string): string[] =>
    slack
      .messages(user)
      .map(({ text }) => text)
      .filter((text) =>
        /waiting for you|needs nothing|Nobody has claimed|time to look|attempt \d/.test(text),
      );
  /** What is in the hands of a bot at a kill would wait for a clock that stands still. */
  const untilAllIsSaid = () =>
    vi.waitFor(async () => {
      const { deliveries } = await ask<Status>('GET', '/v1/status');
      expect(deliveries.waiting).toBe(0);
    }, soon);
  const setClock = (now: string) => ask('POST', '/v1/test/clock', { now });

  async function startAnew(now: string): Promise<void> {
    serving.signal('SIGKILL');
    await serving.ended;
    serving = await serve(place);
    await setClock(now);
  }

  async function makeLead(site: string): Promise<string> {
    const form = { id: 'demo', name: 'Request a demo' };
    const submission = timeOrderedId();
    const body = JSON.stringify({ site, submission, email: 'eva@firma.example', name: 'Eva', form });
    // a busy machine makes the database slow: whoever is told so comes again, as the snippet does
    await vi.waitFor(async () => {
      const answer = await fetch(`${serving.url}/v1/leads`, { method: 'POST', body, headers: { origin } });
      expect([200, 201]).toContain(answer.status);
    }, soon);
    const { data } = await ask<{ data: { id: string }[] }>('POST', '/v1/leads/search', {
      email: 'eva@firma.example',
    });
    return data[0]!.id;
  }

  it('each person hears once and at the minute, and what people do in Slack counts', async () => {
    const site = await setUp(place);
    slack = await startSlack({ channels: ['#sales-hot', '#leads'], people: ['U0ANNA', 'U0BEN', 'U0MAX'] });
    serving = await serve(place);
    bot = await startBot(slack, serving);
    for (const [name, value] of Object.entries({
      calendar,
      routing,
      people: { people: [], manager: 'U0MAX' },
    }))
      await ask('PUT', `/v1/settings/${name}`, value, { 'if-match': '"0"' });
    await setClock(friday);
    const id = await makeLead(site);
    const read = () => ask<LeadDetail>('GET', `/v1/leads/${id}`);
    const history = async () => (await read()).history.map(({ kind, at }) => [kind, at.slice(0, 16)]);

    // the Thursday before Easter, 16:58 in Berlin: two minutes, four days off, three minutes
    const steps: [string, string][] = [
      ['reminded', '2030-04-23T07:01'],
      ['reassigned', '2030-04-23T07:03'],
      ['reminded', '2030-04-23T07:06'],
      ['deadline_missed', '2030-04-23T07:08'],
      ['escalated', '2030-04-23T07:13'],
    ];
    for (const [kind, time] of steps) {
      await untilAllIsSaid();
      const before = new Date(Date.parse(`${time}:00Z`) - 1000).toISOString();
      await setClock(before);
      await startAnew(`${time}:00Z`);
      await vi.waitFor(async () => expect((await history()).at(-1)).toEqual([kind, time]), soon);
    }
    expect((await history()).slice(1)).toEqual(steps.toSpliced(1, 0, ['deadline_missed', steps[1]![1]]));
    // what was in the hands of a bot at a kill is leased again when its lease has ended
    await setClock('2030-04-23T07:14:00Z');
    for (const user of ['U0ANNA', 'U0BEN', 'U0MAX'])
      await vi.waitFor(() => expect(told(user)).toHaveLength(1), soon);
    expect(told('U0MAX')[0]).toContain('Nobody has claimed Eva since');

    await slack.press({ user: 'U0MAX', channel: 'U0MAX', actionId: 'claim_escalation' });
    await vi.waitFor(async () => expect((await read()).owner).toBe('U0MAX'), soon);
    await vi.waitFor(
      () => expect(JSON.stringify(slack.messages('#sales-hot')[0]?.blocks)).toContain('log_follow_up'),
      soon,
    );
    const onCard = { user: 'U0MAX', channel: '#sales-hot' };
    await slack.press({ ...onCard, actionId: 'log_follow_up' });
    await vi.waitFor(() => expect(slack.openViews('U0MAX')).toHaveLength(1), soon);
    await slack.submitView({ user: 'U0MAX', values: { kind: 'call', outcome: 'not_reached' } });
    await vi.waitFor(async () => expect((await read()).followUps).toHaveLength(1), soon);
    expect((await read()).followUpState).toMatchObject({ made: 1, nextAt: '2030-04-25T07:14:00.000Z' });

    await slack.press({ ...onCard, actionId: 'snooze' });
    await vi.waitFor(() => expect(slack.openViews('U0MAX')).toHaveLength(1), soon);
    await slack.submitView({ user: 'U0MAX', values: { when: 'tomorrow', reason: 'On a train' } });
    const shown = () => JSON.stringify(slack.messages('#sales-hot')[0]?.blocks);
    await vi.waitFor(() => expect(shown()).toContain('On a train'), soon);
    await startAnew('2030-04-24T07:00:00Z');
    await vi.waitFor(() => expect(told('U0MAX')).toHaveLength(2), soon);
    expect(told('U0MAX')[1]).toBe('It is time to look at Eva again.');
    await startAnew('2030-04-25T07:14:00Z');
    await vi.waitFor(() => expect(told('U0MAX')).toHaveLength(3), soon);
    expect(told('U0MAX')[2]).toBe('Eva: attempt 2 of 4 to reach them is due.');
    for (const user of ['U0ANNA', 'U0BEN']) expect(told(user)).toHaveLength(1);
  });
});
