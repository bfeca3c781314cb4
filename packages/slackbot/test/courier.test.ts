import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Slack } from '../../../test/slack/slack.ts';
import type { CollectorStandIn } from './collector-stand-in.ts';
import { startRunning, type Running } from './running.ts';
import { sampleCard } from './samples.ts';

const soon = { timeout: 60_000, interval: 20 };

let running: Running;
let slack: Slack;
let collector: CollectorStandIn;

beforeEach(async () => {
  running = await startRunning({ channels: ['#hot', '#other'] });
  ({ slack, collector } = running);
});
afterEach(() => running.stop());

const startBot = () => running.startBot('socket');
const allDone = (count: number) => vi.waitFor(() => expect(running.done()).toHaveLength(count), soon);
const callsTo = (id: string) => slack.calls().filter((call) => call.channel === id);
const postsTo = (channel: string) => {
  const id = slack.messages(channel)[0]?.channel ?? '';
  return slack.calls('chat.postMessage').filter((call) => call.channel === id);
};

function oweCard(channel: string, name: string, temperature: 'hot' | 'warm' = 'hot', attempt = 1): string {
  return collector.owe(channel, { kind: 'lead_card', payload: sampleCard({ name, temperature }) }, attempt);
}

describe('every kind of delivery', () => {
  it('updates the card, and takes the Claim button away once somebody has the lead', async () => {
    await startBot();
    oweCard('#hot', 'Eva');
    await allDone(1);
    const { channel, ts } = slack.messages('#hot')[0]!;
    const payload = { ...sampleCard({ name: 'Eva', owner: 'U0BEN' }), card: { channel, ts } };
    collector.owe('#hot', { kind: 'card_update', payload });
    await allDone(2);
    expect(slack.messages('#hot')).toHaveLength(1);
    expect(slack.messages('#hot')[0]?.text).toBe('Eva of Firma GmbH is with <@U0BEN>.');
    await expect(async () =>
      slack.press({ user: 'U0ANNA', channel: '#hot', actionId: 'claim' }),
    ).rejects.toThrow('no button claim');
    await slack.press({ user: 'U0ANNA', channel: '#hot', actionId: 'reassign' });
  });

  it('tells the history in the thread of the card', async () => {
    await startBot();
    oweCard('#hot', 'Eva');
    await allDone(1);
    const { channel, ts } = slack.messages('#hot')[0]!;
    const entry = {
      id: 'h1',
      at: '2030-01-07T09:00:00Z',
      actor: 'U0BEN',
      to: null,
      note: 'a <!channel> student',
    };
    collector.owe('#hot', {
      kind: 'thread_note',
      payload: { card: { channel, ts }, entry: { ...entry, kind: 'disqualified' } },
    });
    await allDone(2);
    expect(slack.thread('#hot', ts).map(({ text }) => text)).toEqual([
      'Disqualified by <@U0BEN>: a &lt;!channel&gt; student',
    ]);
  });

  it('lists the leads of a digest, each claimable by its own button', async () => {
    await startBot();
    const leads = Array.from({ length: 47 }, (_, index) =>
      sampleCard({ id: `lead_${index}`, temperature: 'warm' }),
    );
    collector.owe('#other', { kind: 'digest', payload: { leads } });
    await allDone(1);
    expect(slack.messages('#other')[0]?.text).toBe('47 leads are waiting to be claimed.');
    await slack.press({ user: 'U0ANNA', channel: '#other', actionId: 'claim_digest', value: 'lead_44' });
    await vi.waitFor(() => expect(slack.ephemerals('U0ANNA')[0]?.text).toBe('The lead is yours.'), soon);
    expect(collector.decided.map(({ leadId }) => leadId)).toEqual(['lead_44']);
  });

  it('reminds the owner, tells watchers, and employees about their referrals, in direct messages', async () => {
    await startBot();
    collector.owe('U0ANNA', { kind: 'deadline_reminder', payload: { ...sampleCard(), slackUser: 'U0ANNA' } });
    const message = {
      event: 'qualified' as const,
      name: 'Max',
      company: 'Muster AG',
      reward: { amount: 10_000, currency: 'EUR' },
      next: { amount: 50_000, currency: 'EUR' },
      reason: null,
    };
    collector.owe('U0BEN', { kind: 'referral_message', payload: { slackUser: 'U0BEN', message } });
    collector.owe('U0CARA', { kind: 'watcher_note', payload: { ...sampleCard(), slackUser: 'U0CARA' } });
    await allDone(3);
    expect(slack.messages('U0CARA')[0]?.text).toBe(
      'Eva Beispiel of Firma GmbH is a hot lead for <@U0ANNA>, waiting to be claimed.',
    );
    expect(slack.messages('U0ANNA')[0]?.text).toBe('Eva Beispiel of Firma GmbH is still waiting for you.');
    expect(slack.messages('U0BEN')[0]?.text).toBe(
      'Max of Muster AG is a qualified lead now. That earns you €100. If they become a customer, you earn €500.',
    );
    await slack.press({ user: 'U0ANNA', channel: 'U0ANNA', actionId: 'claim_reminder' });
    await vi.waitFor(() => expect(slack.ephemerals('U0ANNA')[0]?.text).toBe('The lead is yours.'), soon);
  });
});

describe('an unknown outcome', () => {
  it.each([
    ['a card', () => oweCard('#hot', 'Eva'), () => slack.messages('#hot')],
    [
      'a direct message',
      () =>
        collector.owe('U0BEN', {
          kind: 'deadline_reminder',
          payload: { ...sampleCard(), slackUser: 'U0BEN' },
        }),
      () => slack.messages('U0BEN'),
    ],
  ])('finds %s whose answer was lost instead of posting it again', async (_, owe, messages) => {
    slack.fail({ kind: 'lose_answer', method: 'chat.postMessage', times: 1 });
    await startBot();
    const id = owe();
    await allDone(1);
    expect(running.failed()[0]).toMatchObject({
      id,
      body: { error: expect.stringContaining('fetch failed') },
    });
    expect(messages()).toHaveLength(1);
    const { channel, ts } = messages()[0]!;
    expect(running.done()).toMatchObject([{ id, body: { ref: { channel, ts } } }]);
  });

  it('finds a note in its thread', async () => {
    await startBot();
    oweCard('#hot', 'Eva');
    await allDone(1);
    const { channel, ts } = slack.messages('#hot')[0]!;
    slack.fail({ kind: 'lose_answer', method: 'chat.postMessage', times: 1 });
    const entry = {
      id: 'h1',
      at: '2030-01-07T09:00:00Z',
      actor: null,
      to: null,
      note: null,
      kind: 'merged' as const,
    };
    collector.owe('#hot', { kind: 'thread_note', payload: { card: { channel, ts }, entry } });
    await allDone(2);
    expect(slack.thread('#hot', ts)).toHaveLength(1);
  });

  it('posts when the lookup finds nothing', async () => {
    await startBot();
    oweCard('#hot', 'Eva', 'hot', 2);
    await allDone(1);
    expect(slack.messages('#hot')).toHaveLength(1);
    expect(slack.calls('conversations.history')).toHaveLength(1);
  });

  it('is none for what the bot still has in hand when its lease runs out', async () => {
    await startBot();
    oweCard('#hot', 'Ada', 'warm');
    await allDone(1);
    const waiting = oweCard('#hot', 'Bea', 'warm');
    await vi.waitFor(() => expect(collector.leased()).toEqual([waiting]), soon);
    oweCard('#hot', 'Zoe', 'hot', 2);
    oweCard('#hot', 'Cleo', 'warm');
    collector.endLeases();
    await allDone(4);
    const names = slack.messages('#hot').map(({ text }) => text.split(' of ')[0]);
    expect(names).toEqual(['Ada', 'Zoe', 'Bea', 'Cleo']);
  });

  it('reads a channel once for all that were leased together', async () => {
    for (const name of ['Ada', 'Bea', 'Cleo']) oweCard('#hot', name, 'hot', 2);
    await startBot();
    await allDone(3);
    expect(slack.calls('conversations.history')).toHaveLength(1);
  });
});

describe('pace and order', () => {
  it('posts the hot lead first, one message a second and channel', async () => {
    for (const name of ['Warm One', 'Warm Two']) oweCard('#hot', name, 'warm');
    oweCard('#hot', 'Hot One');
    await startBot();
    await allDone(3);
    expect(slack.messages('#hot').map(({ text }) => text.split(' of ')[0])).toEqual([
      'Hot One',
      'Warm One',
      'Warm Two',
    ]);
    const times = postsTo('#hot').map((call) => call.at);
    expect(times[1]! - times[0]!).toBeGreaterThan(900);
    expect(times[2]! - times[1]!).toBeGreaterThan(900);
  });

  it('leaves a channel alone for as long as Slack asks, and does not hold up another', async () => {
    slack.fail({
      kind: 'rate_limited',
      retryAfterSeconds: 3,
      method: 'chat.postMessage',
      channel: '#hot',
      times: 1,
    });
    for (const name of ['Ada', 'Bea']) oweCard('#hot', name);
    await startBot();
    await vi.waitFor(() => expect(running.failed()).toHaveLength(2), soon);
    oweCard('#other', 'Cleo');
    await allDone(1);
    expect(slack.messages('#other')).toHaveLength(1);
    expect(slack.messages('#hot')).toHaveLength(0);
    for (const { body } of running.failed()) expect(body['retryAfterMs']).toBeGreaterThan(2000);
    await allDone(3);
    const [first, second] = postsTo('#hot').map((call) => call.at);
    expect(second! - first!).toBeGreaterThanOrEqual(3000);
  });

  it('makes no call at all to that channel meanwhile, neither notes nor updates', async () => {
    await startBot();
    oweCard('#hot', 'Ada');
    await allDone(1);
    const { channel, ts } = slack.messages('#hot')[0]!;
    slack.fail({ kind: 'rate_limited', retryAfterSeconds: 3, channel: '#hot', times: 1 });
    oweCard('#hot', 'Bea');
    await vi.waitFor(() => expect(running.failed()).toHaveLength(1), soon);
    const limitedAt = callsTo(channel).at(-1)!.at;
    const card = { channel, ts };
    const entry = { id: 'h', at: '2030-01-07T09:00:00Z', actor: null, to: null, note: null };
    collector.owe('#hot', { kind: 'thread_note', payload: { card, entry: { ...entry, kind: 'claimed' } } });
    collector.owe('#hot', { kind: 'card_update', payload: { ...sampleCard(), card } });
    collector.owe('#hot', { kind: 'digest_update', payload: { leads: [sampleCard()], digest: card } });
    oweCard('#other', 'Cleo');
    await vi.waitFor(() => expect(slack.messages('#other')).toHaveLength(1), soon);
    expect(slack.messages('#hot')).toHaveLength(1);
    await allDone(6);
    expect(callsTo(channel).filter(({ at }) => at > limitedAt && at < limitedAt + 3000)).toEqual([]);
  });

  it('updates as often as Slack takes it, whatever is owed', async () => {
    await startBot();
    oweCard('#hot', 'Ada');
    await allDone(1);
    const { channel, ts } = slack.messages('#hot')[0]!;
    for (let count = 0; count < 60; count += 1) {
      collector.owe('#hot', { kind: 'card_update', payload: { ...sampleCard(), card: { channel, ts } } });
    }
    // more than the fifty a minute that Slack takes in the long run
    const half = { ...soon, timeout: 30_000 };
    await vi.waitFor(() => expect(slack.calls('chat.update').length).toBeGreaterThanOrEqual(30), half);
    expect(slack.calls('chat.update').every(({ error }) => error === null)).toBe(true);
  });

  it('keeps room for what is new, however many messages are to be changed', async () => {
    const teams = Array.from({ length: 8 }, (_, nth) => `#team-${nth}`);
    await running.stop();
    running = await startRunning({ channels: ['#hot', ...teams] });
    ({ slack, collector } = running);
    await startBot();
    for (const team of teams) oweCard(team, 'Eva');
    await allDone(teams.length);
    for (const team of teams) {
      const { channel, ts } = slack.messages(team)[0]!;
      const payload = { ...sampleCard({ name: 'Eva' }), card: { channel, ts } };
      for (let nth = 0; nth < 8; nth += 1) collector.owe(team, { kind: 'card_update', payload });
    }
    await vi.waitFor(() => expect(running.failed().length).toBeGreaterThanOrEqual(30), soon);
    expect(new Set(running.failed().map(({ body }) => body['code']))).toEqual(new Set(['untouched']));
    oweCard('#hot', 'Ada');
    await vi.waitFor(() => expect(slack.messages('#hot')).toHaveLength(1), soon);
  });

  it('never waits more than 30 s, whatever Slack asks', async () => {
    slack.fail({ kind: 'rate_limited', retryAfterSeconds: 600, method: 'chat.postMessage', times: 1 });
    oweCard('#hot', 'Eva');
    await startBot();
    await vi.waitFor(() => expect(running.failed()).toHaveLength(1), soon);
    expect(running.failed()[0]?.body['retryAfterMs']).toBe(30_000);
  });

  it('gives back what finds no room in a busy channel, the least urgent first', async () => {
    for (let index = 0; index < 14; index += 1) oweCard('#hot', `Warm ${index}`, 'warm');
    const hot = oweCard('#hot', 'Hot One');
    await startBot();
    await vi.waitFor(() => expect(running.failed().length).toBeGreaterThanOrEqual(4), soon);
    await allDone(2);
    expect(running.failed().map(({ id }) => id)).not.toContain(hot);
    expect(slack.messages('#hot').some(({ text }) => text.startsWith('Hot One'))).toBe(true);
  });
});

describe('a place that cannot be posted to', () => {
  it.each([
    ['is_archived', () => slack.archive('#hot')],
    [
      'not_in_channel',
      () =>
        slack.fail({ kind: 'refuse', error: 'not_in_channel', channel: '#hot', method: 'chat.postMessage' }),
    ],
    ['channel_not_found', () => undefined],
  ])('is named to the collector: %s', async (error, spoil) => {
    spoil();
    await startBot();
    const id = oweCard(error === 'channel_not_found' ? '#nowhere' : '#hot', 'Eva');
    await vi.waitFor(() => expect(running.failed()).toHaveLength(1), soon);
    expect(running.failed()[0]).toMatchObject({ id, body: { error, code: 'unreachable' } });
  });

  it('can be a person: unknown, deactivated', async () => {
    slack.fail({ kind: 'refuse', error: 'user_disabled', method: 'conversations.open', times: 1 });
    await startBot();
    for (const slackUser of ['U0BEN', 'U0GONE']) {
      collector.owe(slackUser, { kind: 'deadline_reminder', payload: { ...sampleCard(), slackUser } });
      await vi.waitFor(() => expect(running.failed().at(-1)?.body['code']).toBe('unreachable'), soon);
    }
    await vi.waitFor(() => expect(running.failed().length).toBeGreaterThanOrEqual(2), soon);
  });

  it('has its messages posted elsewhere, a reminder too, and the admin told', async () => {
    const redirected = { place: 'U0GONE', error: 'user_disabled', instead: '#other' };
    const payload = { ...sampleCard(), slackUser: 'U0GONE' };
    collector.owe('#other', { kind: 'deadline_reminder', payload, redirected } as never);
    collector.owe('U0BEN', { kind: 'slack_notice', payload: redirected });
    await startBot();
    await allDone(2);
    expect(slack.messages('#other')[0]?.text).toContain('Meant for <@U0GONE>');
    expect(slack.messages('U0BEN')[0]?.text).toContain('<@U0GONE> cannot be posted to');
  });
});

describe('when something is away', () => {
  it('posts everything once, hot first, after Slack was away', async () => {
    const recover = slack.fail({ kind: 'down' });
    const bot = startBot();
    oweCard('#hot', 'Warm One', 'warm');
    oweCard('#hot', 'Hot One');
    await vi.waitFor(() => expect(running.failed().length).toBeGreaterThanOrEqual(2), soon);
    recover();
    await bot;
    await allDone(2);
    expect(slack.messages('#hot').map(({ text }) => text.split(' of ')[0])).toEqual(['Hot One', 'Warm One']);
  });

  it('gives a refusal back to the collector, which decides when to try again', async () => {
    slack.archive('#hot');
    await startBot();
    const id = oweCard('#hot', 'Eva');
    await vi.waitFor(() => expect(running.failed().length).toBeGreaterThanOrEqual(1), soon);
    expect(running.failed()[0]).toMatchObject({ id, body: { error: 'is_archived' } });
    expect(running.failed()[0]?.body).not.toHaveProperty('retryAfterMs');
  });

  it('counts an update as done when the card is gone', async () => {
    await startBot();
    const payload = { ...sampleCard(), card: { channel: 'C000001', ts: '1.000001' } };
    collector.owe('#hot', { kind: 'card_update', payload });
    await allDone(1);
    expect(running.done()[0]?.body).toEqual({});
  });

  it('goes on when the collector was away', async () => {
    collector.answerWith(503);
    await startBot();
    oweCard('#hot', 'Eva');
    collector.answerWith(null);
    await allDone(1);
    expect(slack.messages('#hot')).toHaveLength(1);
  });

  it('goes on past a delivery it does not understand', async () => {
    await startBot();
    const odd = collector.owe('#hot', { kind: 'fanfare' } as never);
    oweCard('#hot', 'Eva');
    await allDone(1);
    expect(running.failed()[0]).toMatchObject({
      id: odd,
      body: { error: 'the bot does not understand this delivery' },
    });
  });

  it('finishes what is being posted when it is stopped, and gives the rest back', async () => {
    const bot = await startBot();
    slack.fail({ kind: 'slow', ms: 300, method: 'chat.postMessage' });
    const ids = ['Ada', 'Bea', 'Cleo'].map((name) => oweCard('#hot', name));
    await allDone(1);
    await bot.stop();
    expect(slack.messages('#hot').length + running.failed().length).toBe(3);
    expect(running.failed().map(({ id, body }) => [ids.includes(id), body['retryAfterMs']])).toEqual(
      running.failed().map(() => [true, 0]),
    );
  });
});
