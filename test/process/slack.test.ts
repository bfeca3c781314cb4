import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { LeadDetail, Referral } from '@headwater/contract';
import { startSlack } from '../slack/slack.ts';
import { adminKey, newPlace, serve, setUp, type Serving } from './collector.ts';
import { origin } from './reports.ts';
import { botKey, startBot, type BotProcess } from './slackbot.ts';

const soon = { timeout: 60_000, interval: 50 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-slack-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Everything between a website's form and a person in Slack, each part a process of its own. */
async function startAll(databaseUrl: string) {
  const place = await newPlace(databaseUrl);
  const site = await setUp(place);
  const slack = await startSlack({ channels: ['#sales-hot', '#leads'] });
  const serving = await serve({ ...place, env: { ...place.env, BOT_KEY: botKey } });
  return { slack, serving, ...collectorCalls(serving, site) };
}

function collectorCalls({ url }: Serving, site: string) {
  const ask = async <Answer>(method: string, path: string, body?: unknown, headers = {}): Promise<Answer> => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const submit = async (lead: Record<string, unknown>): Promise<void> => {
    const body = JSON.stringify({ site, company: 'Firma GmbH', ...lead });
    const answer = await fetch(`${url}/v1/leads`, { method: 'POST', body, headers: { origin } });
    expect(answer.status).toBe(201);
  };
  const requestDemo = (name: string): Promise<void> =>
    submit({ email: `${name}@firma.example`, name, form: { id: 'demo', name: 'Request a demo' } });
  const leadOf = async (email: string): Promise<LeadDetail> => {
    const { data } = await ask<{ data: { id: string }[] }>('POST', '/v1/leads/search', { email });
    return ask<LeadDetail>('GET', `/v1/leads/${data[0]?.id}`);
  };
  return { ask, submit, requestDemo, leadOf };
}

const toSalesHot = {
  rules: [
    {
      name: 'Hot',
      when: { temperature: 'hot' },
      then: { pool: 'first line', channel: '#sales-hot', deadlineMinutes: 5 },
    },
    { name: 'Warm', when: {}, then: { channel: '#sales-hot' } },
  ],
  pools: [
    {
      name: 'first line',
      strategy: 'round_robin',
      members: [{ slackUser: 'U0ANNA' }, { slackUser: 'U0BEN' }],
    },
  ],
  fallback: { channel: '#leads' },
};
const first = { 'if-match': '"0"' };

describe.each([
  {
    name: 'SQLite, Socket Mode',
    mode: 'socket' as const,
    databaseUrl: () => `file:${join(folder, 'flow.db')}`,
  },
  { name: 'PostgreSQL, signed HTTP', mode: 'http' as const, databaseUrl: () => inject('postgresUrl') },
])('between a website and Slack, on $name', ({ mode, databaseUrl }) => {
  let all: Awaited<ReturnType<typeof startAll>>;
  let bots: BotProcess[];
  beforeAll(async () => {
    all = await startAll(databaseUrl());
    await all.ask('PUT', '/v1/settings/routing', toSalesHot, first);
    bots = [await startBot(all.slack, all.serving, mode), await startBot(all.slack, all.serving, mode)];
  });
  afterAll(async () => {
    await Promise.all(bots.map((bot) => bot.end('SIGTERM')));
    all.serving.signal('SIGTERM');
    await all.serving.ended;
    await all.slack.stop();
  });

  it('posts a hot lead as one card and lets one of two win the claim', async () => {
    const { slack, requestDemo, leadOf } = all;
    await requestDemo('eva');
    await vi.waitFor(() => expect(slack.messages('#sales-hot')).toHaveLength(1), soon);
    const [card] = slack.messages('#sales-hot');
    expect(JSON.stringify(card?.blocks)).toContain('Firma GmbH');

    const press = { channel: '#sales-hot', actionId: 'claim' };
    const presses = await Promise.all([
      slack.press({ ...press, user: 'U0ANNA' }),
      slack.press({ ...press, user: 'U0BEN' }),
    ]);
    expect(presses.every(({ acked }) => acked)).toBe(true);
    await vi.waitFor(() => expect(slack.ephemerals()).toHaveLength(1), soon);
    const { owner, history } = await leadOf('eva@firma.example');
    const loser = owner === 'U0ANNA' ? 'U0BEN' : 'U0ANNA';
    expect(slack.ephemerals(loser)[0]?.text).toContain(`<@${owner}>`);
    expect(history.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    await vi.waitFor(() => {
      const [updated] = slack.messages('#sales-hot');
      expect(JSON.stringify(updated?.blocks)).not.toContain('"claim"');
      expect(slack.thread('#sales-hot', updated!.ts)).toHaveLength(1);
    }, soon);
  });

  it('makes identical referrals from the command and both shortcuts, and tells the employee every step', async () => {
    const { slack, ask } = all;
    const user = 'U0CARA';
    const { ts } = slack.say({ user, channel: '#leads', text: 'I know somebody' });
    const ways = [
      () => slack.slashCommand({ user, command: '/refer' }),
      () => slack.globalShortcut({ user, callbackId: 'refer' }),
      () => slack.messageShortcut({ user, callbackId: 'refer_from_message', channel: '#leads', ts }),
    ];
    for (const [index, open] of ways.entries()) {
      await open();
      await vi.waitFor(() => expect(slack.openViews(user)).toHaveLength(1), soon);
      const values = { name: `Max ${index}`, company: 'Muster AG', phone: `+49 30 1234567${index}` };
      await slack.submitView({ user, values });
    }
    await vi.waitFor(() => expect(slack.messages(user)).toHaveLength(3), soon);
    expect(slack.messages(user)[0]?.text).toContain('24 hours');

    const { data } = await ask<{ data: Referral[] }>('GET', `/v1/referrals?referrer=${user}`);
    expect(data.map(({ state }) => state)).toEqual(['submitted', 'submitted', 'submitted']);
    const leads = await Promise.all(data.map(({ leadId }) => ask<LeadDetail>('GET', `/v1/leads/${leadId}`)));
    expect(new Set(leads.map(({ originalSource }) => JSON.stringify(originalSource))).size).toBe(1);
    expect(leads[0]?.originalSource).toMatchObject({ channel: 'Employee Referral', family: 'partnership' });

    const { leadId } = data[0]!;
    for (const stage of ['sql', 'customer']) await ask('POST', `/v1/leads/${leadId}/stage`, { stage });
    await vi.waitFor(() => expect(slack.messages(user)).toHaveLength(5), soon);
    expect(slack.messages(user)[3]?.text).toMatch(/qualified/i);
    expect(slack.messages(user)[4]?.text).toMatch(/won|congratulations/i);
    const thanks = () => slack.messages('#sales-hot').filter(({ text }) => text.includes('thanks to'));
    await vi.waitFor(() => expect(thanks()).toHaveLength(1), soon);
  });

  it('posts once although the answer to the first post was lost', async () => {
    const { slack, requestDemo } = all;
    const before = slack.messages('#sales-hot').length;
    slack.fail({ kind: 'lose_answer', method: 'chat.postMessage', times: 1 });
    await requestDemo('lost');
    await vi.waitFor(() => expect(slack.calls('conversations.history').length).toBeGreaterThan(0), soon);
    await requestDemo('after');
    await vi.waitFor(() => expect(slack.messages('#sales-hot')).toHaveLength(before + 2), soon);
  });

  it('has every lead in its channel once, hot ones first, after Slack was away and a bot was killed', async () => {
    const { slack, requestDemo } = all;
    const before = slack.messages('#sales-hot').length;
    slack.fail({ kind: 'down' });
    for (let count = 0; count < 10; count += 1) await requestDemo(`away${count}`);
    await bots[0]!.end('SIGKILL');
    slack.recover();
    bots[0] = await startBot(slack, all.serving, mode);
    await vi.waitFor(() => expect(slack.messages('#sales-hot')).toHaveLength(before + 10), {
      ...soon,
      timeout: 120_000,
    });
    const texts = slack
      .messages('#sales-hot')
      .slice(before)
      .map(({ text }) => text);
    expect(new Set(texts).size).toBe(10);
  });
});
