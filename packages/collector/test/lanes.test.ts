import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '@headwater/contract';
import { asBot, asAdmin, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, touch } from './sending.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const lease = async (bot: string, max = 50): Promise<Delivery[]> =>
  (await collector.ask('POST', '/v1/deliveries/lease', { max, bot }, asBot)).body.data;
const done = (id: string) =>
  collector.ask('POST', `/v1/deliveries/${id}/done`, { ref: { channel: 'C1', ts: id } }, asBot);
const failed = (id: string, body: object) =>
  collector.ask('POST', `/v1/deliveries/${id}/failed`, { error: 'x', ...body }, asBot);

async function arrive(count: number): Promise<void> {
  for (let lead = 0; lead < count; lead += 1) await collector.ask('POST', '/v1/leads', demoRequest());
}

async function arriveFromAd(): Promise<void> {
  const touches = [touch(tuesday, 'https://acme.com/?utm_source=google&utm_medium=cpc')];
  await collector.ask('POST', '/v1/leads', demoRequest({ visitor: v7(), sentAt: tuesday, touches }));
}

async function twoChannels(): Promise<void> {
  const rules = [
    { name: 'Ads', when: { channel: 'Paid Search' }, then: { channel: '#ads' } },
    { name: 'All', when: {}, then: { channel: '#leads' } },
  ];
  const routing = { rules, pools: [], fallback: { channel: '#leads' } };
  await collector.ask('PUT', '/v1/settings/routing', routing, { ...asAdmin, 'If-Match': '"0"' });
}

describe('a channel', () => {
  it('is worked on by one bot at a time, a second after its last message by another', async () => {
    await arrive(5);
    const [first, ...more] = await lease('bot one');
    expect(await lease('bot two')).toEqual([]);
    for (const { id } of [first!, ...more]) await done(id);
    expect(await lease('bot two')).toEqual([]);
    collector.clock.set(tuesday + 1_000);
    expect(await lease('bot two')).toHaveLength(2);
    expect(await lease('bot one')).toEqual([]);
  });

  it('goes to another bot when the lease of one that died ends', async () => {
    await arrive(1);
    await lease('bot one');
    collector.clock.set(tuesday + 29_999);
    await arrive(1);
    expect(await lease('bot two')).toEqual([]);
    collector.clock.set(tuesday + 30_000);
    expect((await lease('bot two')).map(({ attempt }) => attempt)).toEqual([2, 1]);
  });

  it('is given to a bot in small portions, which leave room for other channels', async () => {
    await twoChannels();
    await arrive(12);
    await arriveFromAd();
    const leased = await lease('bot', 4);
    expect(leased.map(({ channel }) => channel).toSorted()).toEqual(['#ads', '#leads', '#leads', '#leads']);
    expect(await lease('bot')).toEqual([]);
    await done(leased[0]!.id);
    expect(await lease('bot')).toHaveLength(1);
  });

  it('that Slack wants left alone is given to nobody until then, others are', async () => {
    await twoChannels();
    await arrive(2);
    const [one, other] = await lease('bot');
    await failed(one!.id, { code: 'slow_down', retryAfterMs: 3_000 });
    await failed(other!.id, { code: 'untouched', retryAfterMs: 0 });
    await arrive(1);
    await arriveFromAd();
    expect((await lease('bot')).map(({ channel }) => channel)).toEqual(['#ads']);
    expect(await lease('bot two')).toEqual([]);
    collector.clock.set(tuesday + 2_999);
    expect(await lease('bot')).toEqual([]);
    collector.clock.set(tuesday + 3_000);
    expect((await lease('bot')).map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
  });
});

describe('changes of messages', () => {
  const updates = async (bot: string): Promise<Delivery[]> =>
    (await lease(bot)).filter(({ kind }) => kind === 'card_update');
  const stand = async (): Promise<void> => {
    const posts = await lease('poster');
    for (const { id } of posts) await done(id);
    if (posts.length > 0) await stand();
  };
  const claim = (lead: string) =>
    collector.ask(
      'POST',
      `/v1/leads/${lead}/claim`,
      { owner: 'U0ANNA001', by: 'U0ANNA001', eventId: v7() },
      asBot,
    );
  const leads = async (): Promise<string[]> =>
    (await collector.ask('GET', '/v1/leads', undefined, asAdmin)).body.data.map(
      ({ id }: { id: string }) => id,
    );

  beforeEach(async () => {
    await twoChannels();
    await arrive(1);
    await arriveFromAd();
    await stand();
    collector.clock.set(tuesday + 1_000);
  });

  it('are made by one bot at a time in all channels, and by another when Slack has forgotten its burst', async () => {
    const [one, other] = await leads();
    await claim(one!);
    const [update] = await updates('bot one');
    await claim(other!);
    expect(await updates('bot two')).toEqual([]);
    await done(update!.id);
    collector.clock.set(tuesday + 16_999);
    expect(await updates('bot two')).toEqual([]);
    collector.clock.set(tuesday + 17_000);
    expect(await updates('bot two')).toHaveLength(1);
  });

  it('hold up no posts', async () => {
    const [one] = await leads();
    await claim(one!);
    expect(await updates('bot one')).toHaveLength(1);
    await arrive(1);
    collector.clock.set(tuesday + 2_000);
    expect((await lease('bot two')).map(({ kind }) => kind)).toContain('lead_card');
  });

  it('stay with the bot whose update failed until it is due again', async () => {
    for (const lead of await leads()) await claim(lead);
    const [one, other] = await updates('bot one');
    await failed(one!.id, { retryAfterMs: 3_000 });
    await failed(other!.id, { code: 'untouched', retryAfterMs: 0 });
    expect(await updates('bot two')).toEqual([]);
    expect(await updates('bot one')).toHaveLength(1);
    collector.clock.set(tuesday + 4_000);
    expect(await updates('bot two')).toEqual([]);
    expect(await updates('bot one')).toHaveLength(1);
  });

  it('are given to nobody for as long as Slack wants', async () => {
    for (const lead of await leads()) await claim(lead);
    const [one, other] = await updates('bot one');
    await failed(one!.id, { code: 'slow_down', retryAfterMs: 3_000 });
    await failed(other!.id, { code: 'untouched', retryAfterMs: 0 });
    expect(await updates('bot one')).toEqual([]);
    collector.clock.set(tuesday + 4_000);
    expect(await updates('bot one')).toHaveLength(2);
  });
});

describe('a delivery that was given back untouched', () => {
  it('counts no attempt, so that nobody looks for it in Slack, and is never given up', async () => {
    await arrive(1);
    for (let day = 0; day < 3; day += 1) {
      const [owed] = await lease('bot');
      expect(owed!.attempt).toBe(1);
      await failed(owed!.id, { code: 'untouched', retryAfterMs: 0 });
      collector.clock.set(tuesday + day * 86_400_000);
    }
  });

  it('keeps the attempts that were made', async () => {
    await arrive(1);
    const [first] = await lease('bot');
    await failed(first!.id, { retryAfterMs: 0 });
    const [second] = await lease('bot');
    await failed(second!.id, { code: 'untouched', retryAfterMs: 0 });
    expect((await lease('bot'))[0]!.attempt).toBe(2);
  });
});
