import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startRunning, type Running } from './running.ts';
import { sampleCard } from './samples.ts';

const soon = { timeout: 60_000, interval: 50 };
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let running: Running;
let children: ChildProcess[] = [];
beforeEach(async () => {
  running = await startRunning();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await running.stop();
});

function run(changes: Record<string, string> = {}) {
  const { slack, collector } = running;
  const env = {
    COLLECTOR_URL: collector.url,
    COLLECTOR_KEY: collector.key,
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    ...changes,
  };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, ended, errors: text(child.stderr) };
}

describe('the process', () => {
  it.each([
    ['a missing value', { COLLECTOR_KEY: '' }, 'COLLECTOR_KEY is missing\n'],
    [
      'a token that Slack does not know',
      { SLACK_BOT_TOKEN: 'xoxb-other' },
      'SLACK_BOT_TOKEN is refused by Slack (invalid_auth)\n',
    ],
  ])('ends with one line and 1 for %s', async (_, changes, line) => {
    const { ended, errors } = run(changes);
    expect(await ended).toBe(1);
    expect(await errors).toBe(line);
  });

  it('ends with one line and 1 when the bot token is revoked while it runs, and keeps what is owed', async () => {
    const { slack, collector } = running;
    const { ended, errors } = run();
    await vi.waitFor(() => expect(slack.connections()).toBe(1), soon);
    slack.fail({ kind: 'refuse', error: 'token_revoked' });
    collector.owe('#sales-hot', { kind: 'lead_card', payload: sampleCard() });
    expect(await ended).toBe(1);
    expect(await errors).toBe('SLACK_BOT_TOKEN is refused by Slack (token_revoked)\n');
    expect(running.done()).toEqual([]);
    expect(running.failed()[0]?.body['code']).toBe('untouched');
  });

  it('ends with one line and 1 when the app token is refused again and again', async () => {
    const { slack } = running;
    const { ended, errors } = run();
    await vi.waitFor(() => expect(slack.connections()).toBe(1), soon);
    slack.fail({ kind: 'refuse', error: 'invalid_auth', method: 'apps.connections.open' });
    slack.cutSockets();
    expect(await ended).toBe(1);
    expect(await errors).toBe('SLACK_APP_TOKEN is refused by Slack (invalid_auth)\n');
  });

  it('goes on when Slack refuses a token once', async () => {
    const { slack, collector } = running;
    const { child, ended } = run();
    await vi.waitFor(() => expect(slack.connections()).toBe(1), soon);
    slack.fail({ kind: 'refuse', error: 'invalid_auth', method: 'chat.postMessage', times: 1 });
    collector.owe('#sales-hot', { kind: 'lead_card', payload: sampleCard() });
    await vi.waitFor(() => expect(running.done()).toHaveLength(1), soon);
    expect(slack.messages('#sales-hot')).toHaveLength(1);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('posts what is owed, and ends with 0 when it is told to stop', async () => {
    const { child, ended } = run();
    running.collector.owe('#sales-hot', { kind: 'lead_card', payload: sampleCard() });
    await vi.waitFor(() => expect(running.done()).toHaveLength(1), soon);
    await vi.waitFor(() => expect(running.slack.connections()).toBe(1), soon);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('posts once although it is killed right after posting and started again', async () => {
    const { slack, collector } = running;
    collector.answerAfter(400);
    const first = run();
    collector.owe('#sales-hot', { kind: 'lead_card', payload: sampleCard() });
    await vi.waitFor(() => expect(slack.messages('#sales-hot')).toHaveLength(1), soon);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(running.done()).toEqual([]);
    collector.answerAfter(0);
    collector.endLeases();
    const second = run();
    await vi.waitFor(() => expect(running.done()).toHaveLength(1), soon);
    expect(slack.messages('#sales-hot')).toHaveLength(1);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });
});
