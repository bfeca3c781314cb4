import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Slack } from '../../../test/slack/slack.ts';
import type { CollectorStandIn } from './collector-stand-in.ts';
import { startRunning, type Running } from './running.ts';
import { sampleCard } from './samples.ts';

const soon = { timeout: 60_000, interval: 20 };
const people = ['U0ANNA', 'U0BEN', 'U0CARA'];

let running: Running;
let slack: Slack;
let collector: CollectorStandIn;

beforeEach(async () => {
  running = await startRunning({ channels: ['#hot'], people });
  ({ slack, collector } = running);
  await running.startBot('socket');
});
afterEach(() => running.stop());

const allDone = (count: number) => vi.waitFor(() => expect(running.done()).toHaveLength(count), soon);
const refused = () => slack.calls().filter(({ error }) => error === 'ratelimited');

async function postDigest(): Promise<void> {
  const leads = Array.from({ length: 45 }, (_, index) => sampleCard({ id: `lead_${index}` }));
  collector.owe('#hot', { kind: 'digest', payload: { leads } });
  await allDone(1);
}

it('tells each of 135 people who press within a second privately what came of it, without one 429', async () => {
  await postDigest();
  const presses = people.flatMap((user) =>
    Array.from({ length: 45 }, (_, index) =>
      slack.press({ user, channel: '#hot', actionId: 'claim_digest', value: `lead_${index}` }),
    ),
  );
  for (const { acked, afterMs } of await Promise.all(presses)) {
    expect(acked).toBe(true);
    expect(afterMs).toBeLessThan(3000);
  }
  await vi.waitFor(() => expect(slack.ephemerals()).toHaveLength(135), soon);
  expect(slack.ephemerals().filter(({ text }) => text === 'The lead is yours.')).toHaveLength(45);
  expect(refused()).toEqual([]);
});

it('tells it in the channel where the address of the press is used up', async () => {
  await postDigest();
  for (const user of ['U0ANNA', 'U0BEN'])
    await slack.press({ user, channel: '#hot', actionId: 'claim_digest', value: 'lead_7' });
  await slack.repeatEvent(6);
  await vi.waitFor(() => expect(slack.ephemerals('U0BEN')).toHaveLength(7), soon);
  const words = slack.ephemerals('U0BEN').map(({ text }) => text);
  expect(new Set(words)).toEqual(new Set(['<@U0ANNA> already has this lead.']));
});

it('posts one message a second to a person, in their conversation and in its threads together', async () => {
  const reminder = { kind: 'deadline_reminder' as const, payload: { ...sampleCard(), slackUser: 'U0ANNA' } };
  collector.owe('U0ANNA', reminder);
  await allDone(1);
  const { channel, ts } = slack.messages('U0ANNA')[0]!;
  const entry = { at: '2030-01-07T09:00:00Z', kind: 'claimed' as const, actor: null, to: null, note: null };
  for (const id of ['h1', 'h2', 'h3']) {
    collector.owe('U0ANNA', reminder);
    const payload = { card: { channel, ts }, entry: { ...entry, id } };
    collector.owe('U0ANNA', { kind: 'thread_note', payload });
  }
  await allDone(7);
  const times = slack.calls('chat.postMessage').map(({ at }) => at);
  for (const [index, at] of times.slice(1).entries()) expect(at - times[index]!).toBeGreaterThan(900);
  expect(refused()).toEqual([]);
});
