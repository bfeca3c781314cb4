import { afterEach, describe, expect, it, vi } from 'vitest';
import { ensureTimers } from '../../collector/src/actions/runTimers.ts';
import { asAdmin, asBot, type TestCollector } from '../../collector/test/setup.ts';
import { demoRequest, leadOf } from '../../collector/test/sending.ts';
import type { Slack } from '../../../test/slack/slack.ts';
import { startWithCollector, type WithCollector } from './home-running.ts';
import type { Mode } from './running.ts';

const soon = { timeout: 60_000, interval: 20 };
const anna = 'U0ANNA001';

let running: WithCollector;
let slack: Slack;
let collector: TestCollector;
async function start(mode: Mode): Promise<void> {
  running = await startWithCollector(mode, [anna]);
  ({ slack, collector } = running);
  await ensureTimers(collector.deps);
}
afterEach(() => running.stop());

const at = (time: string) => Date.parse(`2026-${time}Z`);
async function put(name: string, value: object): Promise<void> {
  const headers = { ...asAdmin, 'If-Match': '"0"' };
  expect((await collector.ask('PUT', `/v1/settings/${name}`, value, headers)).status).toBe(200);
}
const routeTo = (then: object) =>
  put('routing', {
    rules: [{ name: 'All', when: {}, then }],
    pools: [],
    fallback: { channel: '#leads' },
  });

describe.each<Mode>(['socket', 'http'])('over %s', (mode) => {
  it('sends the morning list as a direct message, once, and its button claims', async () => {
    await start(mode);
    await routeTo({ owner: anna, channel: '#sales' });
    const { id } = await leadOf(collector.ask, demoRequest());
    await collector.passTo(at('03-04T12:00:00'));
    await vi.waitFor(() => expect(slack.messages(anna)).toHaveLength(1), soon);
    const [message] = slack.messages(anna);
    expect(message?.text).toBe('You have 1 open lead, 1 of them to be claimed.');
    await slack.press({ user: anna, channel: anna, actionId: 'claim_morning', value: id });
    await vi.waitFor(() => expect(slack.ephemerals(anna)[0]?.text).toBe('The lead is yours.'), soon);
    const lead = (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
    expect(lead.owner).toBe(anna);
    expect(slack.calls('chat.postMessage').filter(({ error }) => error)).toEqual([]);
  });
});

it('posts the week to the channel and thanks those who referred, once although answers are lost', async () => {
  await start('socket');
  await routeTo({ channel: '#sales' });
  await leadOf(collector.ask, demoRequest());
  const friend = { name: 'Max', company: 'Muster AG', email: 'max@muster.de' };
  const referral = { submission: 'V1', via: 'command', referrer: anna, ...friend };
  await collector.ask('POST', '/v1/referrals', referral, asBot);
  await settled();
  const inSales = () => slack.messages('#sales').filter(({ text }) => text.startsWith('The week of 2 March'));
  const inLeads = () => slack.messages('#leads').filter(({ text }) => text.includes('referring in March'));

  slack.fail({ kind: 'lose_answer', method: 'chat.postMessage', times: 1 });
  await collector.passTo(at('03-09T12:00:00'));
  await settled();
  expect(inSales()).toHaveLength(1);
  slack.fail({ kind: 'lose_answer', method: 'chat.postMessage', times: 1 });
  await collector.passTo(at('04-01T12:00:00'));
  await settled();
  expect(inLeads().map(({ text }) => text)).toEqual([`Thank you for referring in March 2026: <@${anna}>.`]);
  expect(inSales()).toHaveLength(1);
});

/** Lets time pass until nothing is owed any more. */
async function settled(): Promise<void> {
  await vi.waitFor(async () => {
    collector.clock.set(collector.clock.now() + 1000);
    const { body } = await collector.ask('GET', '/v1/status', undefined, asAdmin);
    expect(body.deliveries).toMatchObject({ waiting: 0, dead: 0 });
  }, soon);
}
