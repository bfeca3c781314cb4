import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '@headwater/contract';
import { asAdmin, asBot, minute, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
  const members = [{ slackUser: 'U0ANNA001' }, { slackUser: 'U0BERT002' }];
  const pools = [{ name: 'Sales', strategy: 'round_robin', members }];
  const rules = [{ name: 'All', when: {}, then: { pool: 'Sales', channel: '#sales', deadlineMinutes: 5 } }];
  const routing = { rules, pools, fallback: { channel: '#rest' } };
  await collector.ask('PUT', '/v1/settings/routing', routing, { ...asAdmin, 'If-Match': '"0"' });
});
afterEach(() => collector.stop());

const lease = async (more: object = { bot: 'bot' }): Promise<Delivery[]> =>
  (await collector.ask('POST', '/v1/deliveries/lease', { max: 100, ...more }, asBot)).body.data;
const done = (id: string) =>
  collector.ask('POST', `/v1/deliveries/${id}/done`, { ref: { channel: 'C1', ts: id } }, asBot);
const away = (id: string) =>
  collector.ask('POST', `/v1/deliveries/${id}/failed`, { error: 'away', retryAfterMs: 0 }, asBot);
const leadNow = async (id: string) =>
  (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const kindsOf = async (id: string): Promise<string[]> =>
  (await leadNow(id)).history.map(({ kind }: { kind: string }) => kind);
const iso = (ms: number): string => new Date(ms).toISOString();

describe('a deadline while Slack is away', () => {
  it('is held against nobody, and runs anew from when the card can be seen, which says how long it waited', async () => {
    const { id, assignment } = await leadOf(collector.ask, demoRequest());
    await away((await lease())[0]!.id);
    await collector.passTo(tuesday + 10 * minute);
    expect(await kindsOf(id)).toEqual(['assigned']);
    const [card] = await lease();
    const deadline = iso(tuesday + 15 * minute);
    expect(card).toMatchObject({
      kind: 'lead_card',
      payload: { waitingMinutes: 10, lead: { assignment: { owner: assignment.owner, deadline } } },
    });
    await done(card!.id);
    await collector.passTo(tuesday + 13 * minute - 1);
    expect(await kindsOf(id)).toEqual(['assigned']);
    await collector.passTo(tuesday + 15 * minute);
    expect(await kindsOf(id)).toEqual(['assigned', 'reminded', 'deadline_missed', 'reassigned']);
  });

  it('waits for leads that came after the bot died as well', async () => {
    await leadOf(collector.ask, demoRequest());
    await lease();
    const { id } = await leadOf(collector.ask, demoRequest());
    await collector.passTo(tuesday + 30 * minute);
    expect(await kindsOf(id)).toEqual(['assigned']);
  });

  it('runs as it was set where the card came in time', async () => {
    const { id, assignment } = await leadOf(collector.ask, demoRequest());
    collector.clock.set(tuesday + 9_000);
    await done((await lease())[0]!.id);
    expect((await leadNow(id)).assignment.deadline).toBe(assignment.deadline);
    await collector.passTo(tuesday + 5 * minute);
    expect(await kindsOf(id)).toContain('deadline_missed');
  });

  it('is over for a lead that somebody claimed meanwhile by another way', async () => {
    const { id } = await leadOf(collector.ask, demoRequest());
    await away((await lease())[0]!.id);
    await collector.ask('POST', `/v1/leads/${id}/claim`, { owner: 'U0ANNA001' }, asBot);
    collector.clock.set(tuesday + 10 * minute);
    await lease();
    await collector.passTo(tuesday + 60 * minute);
    expect(await kindsOf(id)).toEqual(['assigned', 'claimed', 'follow_up_due']);
  });

  it('is not waited for longer than a day', async () => {
    const { id } = await leadOf(collector.ask, demoRequest());
    await lease();
    collector.clock.set(tuesday + 24 * 60 * minute - 2 * minute);
    await collector.runTimers();
    expect(await kindsOf(id)).not.toContain('deadline_missed');
    await collector.passTo(tuesday + 24 * 60 * minute + 6 * minute);
    expect(await kindsOf(id)).toContain('deadline_missed');
  });

  it('runs from routing where no bot was ever connected', async () => {
    const { id } = await leadOf(collector.ask, demoRequest());
    await lease({});
    await collector.passTo(tuesday + 5 * minute);
    expect(await kindsOf(id)).toContain('deadline_missed');
  });
});

describe('a deadline in a burst', () => {
  it('runs from the digest that tells of the lead', async () => {
    for (let count = 0; count < 25; count += 1) await collector.ask('POST', '/v1/leads', demoRequest());
    for (;;) {
      const cards = await lease();
      if (cards.length === 0) break;
      for (const { id } of cards) await done(id);
    }
    await collector.passTo(tuesday + 20_000);
    const [digest] = await lease();
    const leads = digest?.kind === 'digest' ? digest.payload.leads : [];
    expect(leads).toHaveLength(5);
    const deadlines = leads.map(({ lead }) => lead.assignment?.deadline);
    expect(new Set(deadlines)).toEqual(new Set([iso(tuesday + 20_000 + 5 * minute)]));
  });
});
