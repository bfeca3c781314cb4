import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asAdmin, asBot, day, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf, whitepaper } from './sending.ts';

type Leased = {
  id: string;
  kind: string;
  channel: string;
  attempt: number;
  leaseUntil: string;
  payload: Payload;
};
type Payload = { lead: { id: string; email: string; owner: string | null }; [field: string]: unknown };

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const lease = async (max = 10, waitMs = 0): Promise<Leased[]> => {
  const answer = await collector.ask('POST', '/v1/deliveries/lease', { max, waitMs }, asBot);
  expect(answer.status).toBe(200);
  return answer.body.data;
};
const done = (id: string, ref?: object) =>
  collector.ask('POST', `/v1/deliveries/${id}/done`, ref ? { ref } : {}, asBot);
const say = (id: string, what: string, body: object) =>
  collector.ask('POST', `/v1/leads/${id}/${what}`, body, asBot);
const failed = (id: string, more: object = {}) =>
  collector.ask('POST', `/v1/deliveries/${id}/failed`, { error: 'Slack is away', ...more }, asBot);
const status = async () => (await collector.ask('GET', '/v1/status', undefined, asAdmin)).body;
const card = { channel: 'C0LEADS01', ts: '1.2' };

it('is not given to a third while the second has it, whatever the first says whose lease ran out', async () => {
  await collector.ask('POST', '/v1/leads', demoRequest());
  const [first] = await lease();
  collector.clock.set(tuesday + 5.5 * minute);
  const [second] = await lease();
  expect(second).toMatchObject({ id: first!.id, attempt: 2 });
  const late = { leaseUntil: first!.leaseUntil, code: 'untouched', retryAfterMs: 0 };
  expect((await failed(first!.id, late)).body).toEqual({ outcome: 'finished' });
  expect(await lease()).toEqual([]);
  await failed(first!.id, { ...late, leaseUntil: second!.leaseUntil });
  expect(await lease()).toMatchObject([{ id: first!.id, attempt: 2 }]);
  expect((await failed(first!.id, { leaseUntil: 'soon' })).status).toBe(422);
});

describe('a hot lead', () => {
  it('owes its card in the transaction that made it: who, what they did, why, and where to read more', async () => {
    const lead = await leadOf(collector.ask, demoRequest({ message: 'Please call' }));
    const [owed, ...others] = await lease();
    expect(others).toEqual([]);
    expect(owed).toMatchObject({
      kind: 'lead_card',
      channel: '#leads',
      attempt: 1,
      leaseUntil: '2026-03-03T10:00:30.000Z',
    });
    expect(owed!.id).toMatch(/^del_[0-9a-f]{32}$/);
    expect(owed!.payload).toMatchObject({
      lead: { id: lead.id, email: lead.email, temperature: 'hot' },
      message: 'Please call',
      referredBy: null,
      url: `https://leads.acme.test/#/leads/${lead.id}`,
    });
    expect(owed!.payload['activity']).not.toEqual([]);
  });

  it('owes no card when the lead itself could not be stored', async () => {
    await collector.db.schema.dropTable('deliveries').execute();
    const form = demoRequest();
    await expect(collector.ask('POST', '/v1/leads', form)).rejects.toThrow(/deliveries/);
    expect(await collector.db.selectFrom('leads').selectAll().execute()).toEqual([]);
    expect(await collector.db.selectFrom('submissions').selectAll().execute()).toEqual([]);
    expect(await collector.db.selectFrom('lead_identities').selectAll().execute()).toEqual([]);
  });
});

describe('a form that the browser posts by itself', () => {
  const post = (email: string) => {
    const fields = { site: 'acme', email, name: 'Nina Native', message: 'Please call me' };
    return collector.ask('POST', '/v1/leads', new URLSearchParams(fields));
  };

  it('is announced a moment later', async () => {
    await post('nina@native.de');
    expect(await lease()).toEqual([]);
    await collector.passTo(tuesday + 1_000);
    expect((await lease()).map(({ kind }) => kind)).toEqual(['lead_card']);
  });

  it('is routed by the source that the script of the same page tells meanwhile', async () => {
    await post('nils@native.de');
    const url = 'https://acme.com/?utm_source=google&utm_medium=cpc';
    const id = '0198b6a1-0000-7000-8000-000000000001';
    const touches = [{ id, kind: 'touch', at: tuesday, url }];
    const more = {
      email: 'nils@native.de',
      message: 'Please call me',
      visitor: id,
      sentAt: tuesday,
      touches,
    };
    await collector.ask('POST', '/v1/leads', demoRequest(more));
    const [owed, ...others] = await lease();
    expect(others).toEqual([]);
    expect(owed!.payload['lead']).toMatchObject({ originalSource: { channel: 'Paid Search' } });
    await collector.passTo(tuesday + 5_000);
    expect(await lease()).toEqual([]);
  });
});

describe('a lease', () => {
  it('keeps a delivery from others until it ends', async () => {
    await leadOf(collector.ask, demoRequest());
    const [first] = await lease();
    expect(await lease()).toEqual([]);
    collector.clock.set(tuesday + 29_999);
    expect(await lease()).toEqual([]);
    collector.clock.set(tuesday + 30_000);
    const [second] = await lease();
    expect(second).toMatchObject({ id: first!.id, attempt: 2, leaseUntil: '2026-03-03T10:01:00.000Z' });
  });

  it('gives no delivery to two who ask at the same moment', async () => {
    for (let count = 0; count < 20; count += 1) await collector.ask('POST', '/v1/leads', demoRequest());
    const ids: string[] = [];
    while (ids.length < 20) {
      const leased = await Promise.all([1, 2, 3, 4, 5, 6].map(() => lease(3)));
      expect(leased.flat().length).toBeGreaterThan(0);
      ids.push(...leased.flat().map(({ id }) => id));
    }
    expect(new Set(ids).size).toBe(20);
    expect(ids).toHaveLength(20);
    expect(await lease()).toEqual([]);
  });

  it('gives the cards of hot leads first, oldest first, then what follows, then digests', async () => {
    const warm = await leadOf(collector.ask, whitepaper());
    await collector.start();
    await collector.passTo(Date.parse('2026-03-03T14:00:00Z'));
    const [first, second] = [
      await leadOf(collector.ask, demoRequest()),
      await leadOf(collector.ask, demoRequest()),
    ];
    const [one] = await lease(1);
    expect(one!.payload.lead.id).toBe(first.id);
    await done(one!.id, card);
    await collector.ask('POST', `/v1/leads/${first.id}/claim`, { owner: 'U0ANNA001' }, asBot);
    const kinds = (await lease()).map(({ kind, payload }) => [kind, payload.lead?.id]);
    expect(kinds).toEqual([
      ['lead_card', second.id],
      ['thread_note', undefined],
      ['card_update', first.id],
      ['digest', undefined],
    ]);
    expect(warm.temperature).toBe('warm');
  });

  // again where the machine stood still for a moment
  it('that waits ends at once when something becomes due', { retry: 2 }, async () => {
    const lead = await leadOf(collector.ask, demoRequest());
    const late: number[] = [];
    const wake = async (what: () => Promise<unknown>, kinds: string[]): Promise<Leased[]> => {
      const waiting = lease(10, 20_000);
      await what();
      const startedAt = performance.now();
      const leased = await waiting;
      late.push(performance.now() - startedAt);
      expect(leased.map(({ kind }) => kind)).toEqual(kinds);
      return leased;
    };
    const [owed] = await lease();
    await say(lead.id, 'claim', { owner: 'U0ANNA001' });
    const told = await wake(() => done(owed!.id, card), ['thread_note', 'card_update']);
    await wake(() => collector.ask('POST', '/v1/leads', demoRequest()), ['lead_card']);
    for (const { id } of told) await done(id);
    await wake(() => say(lead.id, 'disqualify', { reason: 'x' }), ['thread_note', 'card_update']);
    // without being woken they would look again after half a second
    expect(Math.max(...late)).toBeLessThan(400);
  });

  it('that waits in vain ends when its time is over, and all end when the collector stops', async () => {
    expect(await lease(10, 20)).toEqual([]);
    const stopping = await startCollector();
    const waiting = stopping.ask('POST', '/v1/deliveries/lease', { max: 1, waitMs: 30_000 }, asBot);
    await stopping.ask('GET', '/healthz');
    await stopping.halt();
    expect((await waiting).body).toEqual({ data: [] });
    await stopping.stop();
  });

  it('refuses what it cannot grant', async () => {
    for (const body of [{ max: 0 }, { max: 101 }, { waitMs: 30_001 }, { max: '10' }])
      expect((await collector.ask('POST', '/v1/deliveries/lease', body, asBot)).status).toBe(422);
  });
});

describe('done', () => {
  it('saves where the card stands and releases what belongs to it', async () => {
    const lead = await leadOf(collector.ask, demoRequest());
    await collector.ask('POST', `/v1/leads/${lead.id}/claim`, { owner: 'U0ANNA001' }, asBot);
    const [owed, ...early] = await lease();
    expect([owed!.kind, early]).toEqual(['lead_card', []]);
    expect(owed!.payload.lead.owner).toBe('U0ANNA001');
    expect((await done(owed!.id, card)).body).toEqual({ outcome: 'finished' });
    const released = await lease();
    expect(released.map(({ kind }) => kind)).toEqual(['thread_note', 'card_update']);
    for (const { payload } of released) expect(payload['card']).toEqual(card);
    expect(released[0]!.payload['entry']).toMatchObject({ kind: 'claimed', to: 'U0ANNA001' });
    expect(released[1]!.payload.lead.owner).toBe('U0ANNA001');
  });

  it('can be said twice, and leaves nothing to lease', async () => {
    await leadOf(collector.ask, demoRequest());
    const [owed] = await lease();
    await done(owed!.id, card);
    expect((await done(owed!.id, { channel: 'C0OTHER01', ts: '9' })).body).toEqual({
      outcome: 'already_finished',
    });
    collector.clock.set(tuesday + day);
    expect(await lease()).toEqual([]);
    const { card: saved } = await collector.db.selectFrom('leads').select('card').executeTakeFirstOrThrow();
    expect(JSON.parse(saved!)).toEqual(card);
  });

  it('of nothing known is 404', async () => {
    expect((await done('del_nothing')).status).toBe(404);
    expect((await failed('del_nothing')).status).toBe(404);
  });
});

describe('failed', () => {
  it('comes again after pauses that grow to half a minute and no longer', async () => {
    await leadOf(collector.ask, demoRequest());
    let now = tuesday;
    for (const seconds of [1, 2, 4, 8, 16, 30, 30, 30]) {
      const [owed] = await lease();
      expect((await failed(owed!.id)).body).toEqual({ outcome: 'finished' });
      collector.clock.set(now + seconds * 1_000 - 1);
      expect(await lease()).toEqual([]);
      now += seconds * 1_000;
      collector.clock.set(now);
    }
    expect((await lease())[0]!.attempt).toBe(9);
  });

  it('comes again when Slack said it may', async () => {
    await leadOf(collector.ask, demoRequest());
    const [owed] = await lease();
    await failed(owed!.id, { retryAfterMs: 90_000 });
    collector.clock.set(tuesday + 89_999);
    expect(await lease()).toEqual([]);
    collector.clock.set(tuesday + 90_000);
    expect(await lease()).toHaveLength(1);
  });

  it('for a day is given up, with a warning that can be seen', async () => {
    await leadOf(collector.ask, demoRequest());
    const [first] = await lease();
    await failed(first!.id);
    collector.clock.set(tuesday + day - minute);
    const [late] = await lease();
    await failed(late!.id);
    expect(await status()).toMatchObject({ deliveries: { waiting: 1, dead: 0 } });
    collector.clock.set(tuesday + day);
    const [last] = await lease();
    await failed(last!.id);
    collector.clock.set(tuesday + 2 * day);
    expect(await lease()).toEqual([]);
    const { deliveries, warnings } = await status();
    expect(deliveries).toMatchObject({ waiting: 0, dead: 1 });
    expect(warnings).toEqual(['1 Slack message was given up after a day of attempts.']);
    expect((await failed(last!.id)).body).toEqual({ outcome: 'already_finished' });
  });
});

describe('the status', () => {
  it('warns when alerts wait: nobody asked yet, or nothing was taken for an hour', async () => {
    await leadOf(collector.ask, demoRequest());
    expect(await status()).toMatchObject({
      deliveries: { waiting: 1, oldestWaitingAt: '2026-03-03T10:00:00.000Z' },
      slack: { lastSeenAt: null },
      warnings: ['Slack is not connected: alerts wait here until it is.'],
    });
    const [owed] = await lease();
    expect((await status()).warnings).toEqual([]);
    collector.clock.set(tuesday + hour + 1);
    expect(await status()).toMatchObject({
      slack: { lastSeenAt: '2026-03-03T10:00:00.000Z' },
      warnings: ['An alert has been waiting for more than an hour.'],
    });
    await done(owed!.id, card);
    expect((await status()).warnings).toEqual([]);
  });

  it('names each site with its script tag and its first hit', async () => {
    const { sites } = await status();
    expect(sites).toEqual([
      {
        key: 'acme',
        name: 'Acme',
        origins: ['https://acme.com', 'https://*.acme.com'],
        scriptTag: '<script defer src="https://leads.acme.test/hw.js" data-site="acme"></script>',
        firstHitAt: null,
      },
    ]);
  });
});
