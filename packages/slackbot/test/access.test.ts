import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Slack } from '../../../test/slack/slack.ts';
import type { CollectorStandIn } from './collector-stand-in.ts';
import { startRunning, type Running } from './running.ts';
import { sampleCard } from './samples.ts';

const soon = { timeout: 60_000, interval: 20 };
const promptly = { timeout: 2000, interval: 20 };

let running: Running;
let slack: Slack;
let collector: CollectorStandIn;

beforeEach(async () => {
  running = await startRunning();
  ({ slack, collector } = running);
});
afterEach(() => running.stop());

async function postCard(): Promise<void> {
  collector.owe('#sales-hot', { kind: 'lead_card', payload: sampleCard() });
  await vi.waitFor(() => expect(running.done()).toHaveLength(1), soon);
}

async function claimCard(): Promise<void> {
  await postCard();
  await slack.press({ user: 'U0ANNA', channel: '#sales-hot', actionId: 'claim' });
  await vi.waitFor(() => expect(collector.decided).toHaveLength(1), soon);
}

describe('signed requests', () => {
  beforeEach(async () => {
    await running.startBot('http');
    await claimCard();
  });

  const nowSeconds = (): number => Math.floor(Date.now() / 1000);
  it.each([
    ['a wrong signature', () => ({ signingSecret: 'another' })],
    ['a body that was changed', () => ({ body: 'payload=%7B%7D' })],
    ['a timestamp over 5 minutes old', () => ({ timestamp: nowSeconds() - 301 })],
    ['a timestamp over 5 minutes ahead', () => ({ timestamp: nowSeconds() + 310 })],
  ])('are refused with 401 for %s', async (_, forgery) => {
    const receipt = await slack.forge(forgery());
    expect(receipt.status).toBe(401);
    expect(collector.decided).toHaveLength(1);
  });

  it('are taken up to 5 minutes late', async () => {
    const receipt = await slack.forge({ timestamp: nowSeconds() - 290 });
    expect(receipt.status).toBe(200);
  });
});

describe('the socket', () => {
  it('comes back within two seconds when the cable is cut and when Slack refreshes it', async () => {
    await running.startBot('socket');
    await postCard();
    for (const how of ['refresh', 'cable', 'refresh'] as const) {
      slack.cutSockets(how);
      await vi.waitFor(async () => {
        const receipt = await slack.press({ user: 'U0ANNA', channel: '#sales-hot', actionId: 'claim' });
        expect(receipt.acked).toBe(true);
      }, promptly);
    }
  });

  it('survives that Slack is away and then answers invalid_auth while it connects again', async () => {
    await running.startBot('socket');
    slack.fail({ kind: 'down', method: 'apps.connections.open', times: 2 });
    slack.fail({ kind: 'refuse', error: 'invalid_auth', method: 'apps.connections.open', times: 1 });
    slack.cutSockets();
    const answers = () => slack.calls('apps.connections.open').map(({ error }) => error);
    await vi.waitFor(() => expect(answers()).toEqual([null, 'down', 'down', 'refuse', null]), soon);
    await vi.waitFor(() => expect(slack.connections()).toBe(1), soon);
  });

  it('divides presses among two bots, and the collector decides: one owner, one told', async () => {
    await running.startBot('socket');
    await running.startBot('socket');
    await postCard();
    const users = Array.from({ length: 10 }, (_, index) => `U0REP${index}`);
    for (const user of users) slack.addPerson(user);
    await Promise.all(users.map((user) => slack.press({ user, channel: '#sales-hot', actionId: 'claim' })));
    await vi.waitFor(() => expect(slack.ephemerals()).toHaveLength(9), soon);
    expect(collector.decided).toHaveLength(1);
    const winner = String(collector.decided[0]?.body['owner']);
    expect(new Set(slack.ephemerals().map(({ text }) => text))).toEqual(
      new Set([`<@${winner}> already has this lead.`]),
    );
  });
});

describe('a token that Slack refuses', () => {
  it('ends the start with a line that names it', async () => {
    slack.fail({ kind: 'refuse', error: 'account_inactive', method: 'auth.test' });
    await expect(running.startBot('socket')).rejects.toThrow(
      'SLACK_BOT_TOKEN is refused by Slack (account_inactive)',
    );
    slack.recover();
    slack.fail({ kind: 'refuse', error: 'invalid_auth', method: 'apps.connections.open' });
    await expect(running.startBot('socket')).rejects.toThrow(
      'SLACK_APP_TOKEN is refused by Slack (invalid_auth)',
    );
  });

  it('is no matter when Slack cannot be reached: the bot waits for it', async () => {
    slack.fail({ kind: 'status', status: 500, method: 'auth.test' });
    slack.fail({ kind: 'down', method: 'apps.connections.open', times: 2 });
    await running.startBot('socket');
    await postCard();
    expect(slack.messages('#sales-hot')).toHaveLength(1);
  });
});
