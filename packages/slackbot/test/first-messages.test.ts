import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startRunning, type Running } from './running.ts';
import { sampleCard } from './samples.ts';

const soon = { timeout: 50_000, interval: 20 };
/** More than Slack takes in a minute; see test/slack/rates.ts. */
const people = Array.from({ length: 60 }, (_, n) => `U0PERSON${n}`);

let running: Running;
beforeEach(async () => {
  running = await startRunning({ channels: ['#hot'], people });
});
afterEach(() => running.stop());

const calls = (method: string) => running.slack.calls().filter((call) => call.method === method);
const refused = () => running.slack.calls().filter(({ error }) => error === 'ratelimited');
const remind = (slackUser: string, attempt = 1) =>
  running.collector.owe(
    slackUser,
    { kind: 'deadline_reminder', payload: { ...sampleCard(), slackUser } },
    attempt,
  );
const arrived = () => people.filter((slackUser) => running.slack.messages(slackUser).length > 0);

it('writes to sixty people for the first time at once, without one 429: each conversation is opened and read once', async () => {
  // of a second attempt, the first of which may have arrived
  for (const slackUser of people) remind(slackUser, 2);
  await running.startBot('socket');
  await vi.waitFor(() => expect(arrived()).toHaveLength(60), soon);
  for (const slackUser of people.slice(0, 5)) remind(slackUser);
  await vi.waitFor(() => expect(running.done()).toHaveLength(65), soon);
  expect(calls('conversations.open')).toHaveLength(60);
  expect(calls('conversations.history')).toHaveLength(60);
  expect(refused()).toEqual([]);
}, 60_000);

it('has nobody open a conversation before Slack said so after a 429', async () => {
  const fault = { kind: 'rate_limited', retryAfterSeconds: 3 } as const;
  running.slack.fail({ ...fault, method: 'conversations.open', times: 1 });
  remind('U0PERSON0');
  await running.startBot('socket');
  await vi.waitFor(() => expect(calls('conversations.open')).toHaveLength(1), soon);
  for (const slackUser of people.slice(1, 5)) remind(slackUser);
  await vi.waitFor(() => expect(running.done()).toHaveLength(5), soon);
  const [first, ...later] = calls('conversations.open').map(({ at }) => at);
  for (const at of later) expect(at - first!).toBeGreaterThan(2900);
}, 60_000);
