import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addKey } from '../src/actions/keys.ts';
import { batch, demoRequest, leadOf, touch } from './sending.ts';
import { asAdmin, asBot, day, hour, startCollector, tuesday, type TestCollector } from './setup.ts';
import { enterLead, euros, report } from './reporting.ts';

let collector: TestCollector;

/** Anna: webinar, trade show, cold call, then a customer of 100.01 EUR. Ben: one podcast. */
beforeAll(async () => {
  collector = await startCollector();
  const { ask } = collector;
  await enterLead(ask, {
    source: 'webinar',
    at: tuesday - 100 * day,
    touches: [
      { at: tuesday - 10 * day, kind: 'trade-show', campaign: 'spring' },
      { at: tuesday - 2 * day, kind: 'cold-call' },
      { at: tuesday - hour / 2, kind: 'demo' },
    ],
    stages: [
      { stage: 'opportunity', at: tuesday - 5 * day, value: euros(200) },
      { stage: 'customer', at: tuesday - hour, revenue: { amount: 10_001, currency: 'EUR' } },
    ],
    country: 'DE',
  });
  await enterLead(ask, { source: 'podcast', country: 'AT', touches: [] });
});
afterAll(() => collector.stop());

const rowsOf = async (path: string) => (await report(collector.ask, path)).body.rows;

describe('the attribution report', () => {
  it('divides a deal among the touches before it, the silent months included, to the cent', async () => {
    const { body } = await report(collector.ask, 'attribution?model=linear&groupBy=source');
    expect(body).toMatchObject({
      model: 'linear',
      stage: 'customer',
      groupBy: 'source',
      from: null,
      to: null,
    });
    expect(body.totals).toEqual({
      conversions: 1,
      revenue: { amount: 10_001, currency: 'EUR' },
      revenues: [{ amount: 10_001, currency: 'EUR' }],
    });
    expect(body.rows.map(({ key }: { key: string }) => key).sort()).toEqual([
      'cold-call',
      'trade-show',
      'webinar',
    ]);
    expect(body.rows.map(({ conversions }: { conversions: number }) => conversions)).toEqual([
      1 / 3,
      1 / 3,
      1 / 3,
    ]);
    const amounts = body.rows.map(({ revenue }: { revenue: { amount: number } }) => revenue.amount);
    expect(amounts.sort()).toEqual([3333, 3334, 3334]);
  });

  it.each([
    ['first', 'webinar'],
    ['last', 'cold-call'],
  ])('gives all of it to the %s touch', async (model, source) => {
    expect(await rowsOf(`attribution?model=${model}&groupBy=source`)).toMatchObject([
      { key: source, conversions: 1, share: 1, revenue: { amount: 10_001 } },
    ]);
  });

  it('asked for opportunities tells their value', async () => {
    expect(await rowsOf('attribution?model=last&groupBy=campaign&stage=opportunity')).toMatchObject([
      { key: 'spring', conversions: 1, revenue: euros(200) },
    ]);
  });

  it('gives no credit for a stage that was only passed', async () => {
    expect(await rowsOf('attribution?stage=sql')).toEqual([]);
  });

  it('knows the conversions of its period alone, which begins with its first moment', async () => {
    const at = new Date(tuesday - hour).toISOString();
    expect(await rowsOf(`attribution?from=${at}`)).toHaveLength(1);
    expect(await rowsOf(`attribution?to=${at}`)).toEqual([]);
    expect(await rowsOf('attribution?from=2026-03-04')).toEqual([]);
  });

  it('with a source filter keeps what those sources earned', async () => {
    const { body } = await report(
      collector.ask,
      'attribution?model=linear&channel=Cold%20Call&groupBy=source',
    );
    expect(body.rows).toMatchObject([{ key: 'cold-call', conversions: 1 / 3 }]);
    expect(body.totals.conversions).toBeCloseTo(1 / 3, 9);
  });
});

describe('the sources report', () => {
  it('counts leads by original source with what became of them, customers first', async () => {
    const { body } = await report(collector.ask, 'sources');
    expect(body.rows).toMatchObject([
      { key: 'webinar', leads: 1, stages: { lead: 1, mql: 1, sql: 1, opportunity: 1, customer: 1 } },
      { key: 'podcast', leads: 1, stages: { opportunity: 0, customer: 0 } },
    ]);
    expect(body.totals).toMatchObject({ leads: 2, stages: { customer: 1 }, revenue: { amount: 10_001 } });
    expect(body.totals.rates).toContainEqual({ from: 'lead', to: 'customer', rate: 0.5 });
    expect(body.rows[1].rates).toContainEqual({ from: 'opportunity', to: 'customer', rate: null });
  });

  it('filters and groups by what is known of the lead', async () => {
    expect(await rowsOf('sources?groupBy=country')).toMatchObject([{ key: 'DE' }, { key: 'AT' }]);
    expect(await rowsOf('sources?country=AT')).toMatchObject([{ key: 'podcast' }]);
    expect(await rowsOf('sources?family=event')).toMatchObject([{ key: 'webinar' }]);
    expect(await rowsOf('sources?groupBy=industry&industry=(unknown)')).toMatchObject([
      { key: '(unknown)', leads: 2 },
    ]);
    expect(await rowsOf('sources?country=FR')).toEqual([]);
  });

  it('comes as CSV, where no cell is a formula', async () => {
    await enterLead(collector.ask, { source: '=1+1' });
    const { body, headers } = await report(collector.ask, 'sources?format=csv');
    expect(headers.get('content-type')).toContain('text/csv');
    const [header, ...lines] = body.trim().split('\r\n');
    expect(header).toMatch(/^key,share,leads,stages\.lead,.*rates\.lead-customer/);
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).not.toMatch(/^[=+\-@]/);
  });
});

describe('a report', () => {
  it('shows what was written before it was asked', async () => {
    const one = await startCollector();
    try {
      const rows = async () => (await report(one.ask, 'sources?groupBy=channel')).body.rows;
      expect(await rows()).toEqual([]);
      const { id } = await leadOf(one.ask, demoRequest());
      expect(await rows()).toMatchObject([{ key: 'Direct', leads: 1, stages: { customer: 0 } }]);
      await one.ask('POST', `/v1/leads/${id}/stage`, { stage: 'customer', revenue: euros(7) }, asAdmin);
      expect(await rows()).toMatchObject([{ stages: { customer: 1 }, revenue: euros(7) }]);
      const later = {
        eventId: '01890000-0000-7000-8000-000000000001',
        kind: 'podcast',
        at: '2026-01-01T00:00:00Z',
      };
      await one.ask('POST', `/v1/leads/${id}/touches`, later, asAdmin);
      expect(await rows()).toMatchObject([{ key: 'Podcast', leads: 1 }]);
    } finally {
      await one.stop();
    }
  });

  it('counts two that turned out to be one person once', async () => {
    const one = await startCollector();
    try {
      const leads = async () => (await report(one.ask, 'sources')).body.totals.leads;
      await leadOf(one.ask, demoRequest({ email: undefined, phone: '+49 30 1234567' })).catch(() => {});
      await leadOf(one.ask, demoRequest({ email: 'kim@one.de' }));
      expect(await leads()).toBe(2);
      await leadOf(one.ask, demoRequest({ email: 'kim@one.de', phone: '+49 30 1234567' }));
      expect(await leads()).toBe(1);
    } finally {
      await one.stop();
    }
  });

  it('follows what a known visitor does later', async () => {
    const visitor = '01890000-0000-7000-8000-0000000000aa';
    const form = demoRequest({ visitor });
    await leadOf(collector.ask, form);
    const url = 'https://acme.com/?utm_source=newsletter&utm_medium=email&utm_campaign=late';
    await collector.ask(
      'POST',
      '/v1/collect',
      batch([touch(tuesday - hour, url)], { visitor, sentAt: tuesday }),
    );
    await collector.runTimers();
    expect(await rowsOf('sources?groupBy=campaign&campaign=late')).toMatchObject([{ key: 'late', leads: 1 }]);
    expect(await rowsOf('sources?groupBy=site&site=acme')).toMatchObject([{ key: 'acme' }]);
  });

  it('of accounts gives the people of one company one journey', async () => {
    await enterLead(collector.ask, { source: 'podcast', email: 'a@tandem.de', at: tuesday - 9 * day });
    await enterLead(collector.ask, {
      source: 'workshop',
      email: 'b@tandem.de',
      at: tuesday - 8 * day,
      stages: [{ stage: 'customer', at: tuesday - 7 * day, revenue: euros(1) }],
      country: 'SE',
    });
    const path = 'attribution?model=linear&groupBy=source&country=SE';
    expect(await rowsOf(path)).toMatchObject([{ key: 'workshop', conversions: 1 }]);
    expect(await rowsOf(`${path}&journeys=account`)).toMatchObject([
      { key: 'podcast', conversions: 0.5, revenue: { amount: 50 } },
      { key: 'workshop', conversions: 0.5, revenue: { amount: 50 } },
    ]);
  });

  it.each([
    ['attribution?model=magic', 'model'],
    ['attribution?stage=lost', 'stage'],
    ['attribution?from=yesterday', 'from'],
    ['sources?groupBy=moon', 'groupBy'],
    ['sources?from=2026-03-02&to=2026-03-01', 'to'],
    ['sources?format=xml', 'format'],
  ])('refuses %s and names %s', async (path, field) => {
    const { status, body } = await report(collector.ask, path);
    expect([status, body.errors?.[0]?.path]).toEqual([422, field]);
  });

  it('is for marketing and viewers', async () => {
    expect((await report(collector.ask, 'sources', asBot)).status).toBe(403);
    expect((await report(collector.ask, 'sources', {})).status).toBe(401);
  });

  it('is refused to a key that waits for many, and to everybody while very many wait', async () => {
    const ask = async (times: number, headers: Record<string, string>) => {
      const all = Array.from({ length: times }, () => report(collector.ask, 'sources', headers));
      const answers = await Promise.all(all);
      const refused = answers.filter(({ status }) => status !== 200);
      for (const { headers: said } of refused) expect(Number(said.get('retry-after'))).toBeGreaterThan(0);
      return answers.map(({ status }) => status);
    };
    expect(await ask(10, asAdmin)).toEqual([...Array<number>(8).fill(200), 429, 429]);
    expect(await ask(8, asAdmin)).toEqual(Array<number>(8).fill(200));
    const keys = Array.from({ length: 12 }, (_, index) =>
      addKey(collector.deps, 'viewer', `viewer ${index}`),
    );
    const crowd = (await Promise.all(keys)).map((key) => ask(8, { Authorization: `Bearer ${key}` }));
    const answers = (await Promise.all(crowd)).flat();
    expect(answers.filter((status) => status === 200).length).toBeGreaterThanOrEqual(32);
    expect(new Set(answers)).toEqual(new Set([200, 503]));
  });
});
