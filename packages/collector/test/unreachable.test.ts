import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '@headwater/contract';
import { asAdmin, asBot, day, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const lease = async (): Promise<Delivery[]> =>
  (await collector.ask('POST', '/v1/deliveries/lease', { max: 100 }, asBot)).body.data;
const unreachable = (id: string, error = 'is_archived') =>
  collector.ask('POST', `/v1/deliveries/${id}/failed`, { error, code: 'unreachable' }, asBot);
const done = (id: string) =>
  collector.ask('POST', `/v1/deliveries/${id}/done`, { ref: { channel: 'C1', ts: id } }, asBot);
const put = async (name: string, value: object): Promise<void> => {
  const answer = await collector.ask('PUT', `/v1/settings/${name}`, value, { ...asAdmin, 'If-Match': '"0"' });
  expect(answer.status).toBe(200);
};
const byKind = (leased: Delivery[], kind: string) => leased.filter((each) => each.kind === kind);
const pool = { name: 'all', strategy: 'round_robin', members: [{ slackUser: 'U0ANNA001' }] };

/** Hot leads go to #hot, what cannot goes to #fallback. */
async function route(admin?: string): Promise<void> {
  const then = { pool: 'all', channel: '#hot', deadlineMinutes: 5 };
  const rules = [{ name: 'Hot', when: {}, then }];
  await put('routing', { rules, pools: [pool], fallback: { channel: '#fallback' } });
  if (admin !== undefined) await put('people', { people: [], admin });
}

describe('a channel that cannot be posted to', () => {
  it('has its card posted in the fallback channel, which says why, and the lead stays there', async () => {
    await route('U0ADMIN01');
    const lead = await leadOf(collector.ask, demoRequest());
    const [card] = await lease();
    expect((await unreachable(card!.id)).body).toEqual({ outcome: 'finished' });
    const leased = await lease();
    expect(byKind(leased, 'lead_card')).toMatchObject([
      {
        id: card!.id,
        channel: '#fallback',
        attempt: 2,
        redirected: { place: '#hot', error: 'is_archived', instead: '#fallback' },
        payload: { lead: { id: lead.id, assignment: { channel: '#fallback' } } },
      },
    ]);
    await done(card!.id);
    await collector.ask('POST', `/v1/leads/${lead.id}/claim`, { owner: 'U0ANNA001' }, asBot);
    expect((await lease()).map(({ kind, channel }) => [kind, channel])).toEqual([
      ['thread_note', '#fallback'],
      ['card_update', '#fallback'],
    ]);
  });

  it('is told to the admin once a day, however many cards were meant for it', async () => {
    await route('U0ADMIN01');
    for (let count = 0; count < 5; count += 1) await collector.ask('POST', '/v1/leads', demoRequest());
    for (const { id } of await lease()) await unreachable(id);
    const notices = byKind(await lease(), 'slack_notice');
    expect(notices).toMatchObject([
      {
        channel: 'U0ADMIN01',
        payload: { place: '#hot', error: 'is_archived', instead: '#fallback' },
      },
    ]);
    await done(notices[0]!.id);
    const again = async (): Promise<Delivery[]> => {
      await collector.ask('POST', '/v1/leads', demoRequest());
      const [card] = byKind(await lease(), 'lead_card').filter(({ channel }) => channel === '#hot');
      await unreachable(card!.id);
      return byKind(await lease(), 'slack_notice');
    };
    expect(await again()).toEqual([]);
    collector.clock.set(tuesday + day);
    expect(await again()).toHaveLength(1);
  });

  it('is told in the fallback channel where there is no admin', async () => {
    await route();
    await collector.ask('POST', '/v1/leads', demoRequest());
    await unreachable((await lease())[0]!.id);
    expect(byKind(await lease(), 'slack_notice')[0]!.channel).toBe('#fallback');
  });

  it('ends a message that changes or follows what stands there: nobody would see it', async () => {
    await route();
    const lead = await leadOf(collector.ask, demoRequest());
    await done((await lease())[0]!.id);
    await collector.ask('POST', `/v1/leads/${lead.id}/claim`, { owner: 'U0ANNA001' }, asBot);
    for (const { id } of await lease()) await unreachable(id, 'not_in_channel');
    collector.clock.set(tuesday + day);
    expect(await lease()).toEqual([]);
  });
});

describe('a fallback channel that cannot be posted to', () => {
  it('has what was meant for it sent to the admin, and from there nowhere else', async () => {
    await route('U0ADMIN01');
    await collector.ask('POST', '/v1/leads', demoRequest());
    const [card] = await lease();
    await unreachable(card!.id);
    await unreachable(card!.id, 'not_in_channel');
    expect(byKind(await lease(), 'lead_card')[0]).toMatchObject({
      channel: 'U0ADMIN01',
      redirected: { place: '#hot', error: 'is_archived', instead: 'U0ADMIN01' },
    });
    await unreachable(card!.id, 'user_not_found');
    expect(byKind(await lease(), 'lead_card')).toEqual([]);
    collector.clock.set(tuesday + 30_000);
    expect(byKind(await lease(), 'lead_card')[0]).toMatchObject({ channel: 'U0ADMIN01', attempt: 3 });
    const notices = await collector.db
      .selectFrom('deliveries')
      .select('channel')
      .where('kind', '=', 'slack_notice')
      .orderBy('channel')
      .execute();
    expect(notices.map(({ channel }) => channel)).toEqual(['#fallback', 'U0ADMIN01', 'U0ADMIN01']);
  });

  it('keeps the lead, tried again after growing pauses, where there is no admin', async () => {
    await route();
    await collector.ask('POST', '/v1/leads', demoRequest());
    const [card] = await lease();
    await unreachable(card!.id);
    for (let attempt = 2; attempt < 10; attempt += 1) {
      collector.clock.set(tuesday + attempt * 30_000);
      const [again] = byKind(await lease(), 'lead_card');
      expect(again).toMatchObject({ channel: '#fallback', attempt });
      await unreachable(again!.id);
      expect(byKind(await lease(), 'lead_card')).toEqual([]);
    }
  });
});

describe('a person who cannot be written to', () => {
  it('has the reminder posted in the fallback channel, with whom it was for', async () => {
    await route();
    await collector.ask('POST', '/v1/leads', demoRequest());
    await done((await lease())[0]!.id);
    await collector.passTo(tuesday + 3 * 60_000);
    const [reminder] = byKind(await lease(), 'deadline_reminder');
    expect(reminder!.channel).toBe('U0ANNA001');
    await unreachable(reminder!.id, 'user_disabled');
    expect(byKind(await lease(), 'deadline_reminder')[0]).toMatchObject({
      channel: '#fallback',
      redirected: { place: 'U0ANNA001', error: 'user_disabled', instead: '#fallback' },
      payload: { slackUser: 'U0ANNA001' },
    });
  });
});
