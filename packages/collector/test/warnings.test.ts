import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { warningList } from '@headwater/contract';
import { measureWarnings } from '../src/actions/measureWarnings.ts';
import { enterLead, report } from './reporting.ts';
import { batch, touch } from './sending.ts';
import { asAdmin, asBot, day, hour, startCollector, tuesday, type TestCollector } from './setup.ts';
import { revise, watch, type Watched } from './warning-checks.ts';

let collector: TestCollector;
let watched: Watched;
beforeEach(async () => {
  collector = await startCollector();
  watched = await watch(collector);
});
afterEach(async () => {
  await watched.stop();
  await collector.stop();
});

const tomorrow = tuesday + day;
const april = Date.parse('2026-04-01T12:00:00Z');

/** A deal from a source, as an offline touch before it. */
const deal = (source: string, value: number | null, stage = 'opportunity') =>
  enterLead(collector.ask, {
    source,
    at: tuesday - 10 * day,
    stages: [
      {
        stage: 'opportunity',
        at: tuesday - 5 * day,
        ...(value !== null && { value: { amount: value, currency: 'EUR' } }),
      },
      ...(stage === 'customer' ? [{ stage, at: tuesday - day }] : []),
    ],
  });

const list = async (query = '') =>
  warningList.parse((await collector.ask('GET', `/v1/warnings${query}`, undefined, asAdmin)).body);

const unknownLeads = async (unknown: number, all: number) => {
  for (let n = 0; n < all; n += 1)
    await enterLead(collector.ask, { source: n < unknown ? 'flyer' : 'podcast', at: tuesday - day });
};

describe('one source', () => {
  it('with 50.1 % of the pipeline is a warning', async () => {
    await deal('linkedin', 501_00);
    await deal('google', 200_00, 'customer');
    await deal('podcast', 299_00);
    await watched.lookAt(tomorrow);
    const [message] = await watched.messages();
    expect(message!.warnings).toHaveLength(1);
    expect(message!.warnings[0]).toMatchObject({
      kind: 'concentration',
      subject: 'linkedin',
      what: 'linkedin has 50.1 % of the pipeline: 501.00 of 1,000.00 EUR.',
      numbers: { value: 50.1, threshold: 50, part: 501_00, whole: 1000_00, unit: 'EUR' },
      report:
        '/v1/reports/diversification?model=last&journeys=person&from=2025-03-04&to=2026-03-04T10:00:00.001Z',
    });
  });

  it('with exactly half of it is none, and with a cent more it is one', async () => {
    await deal('linkedin', 500_00);
    const other = await deal('google', 500_00);
    await watched.lookAt(tomorrow);
    expect(await watched.told()).toEqual([]);
    const value = { amount: 499_99, currency: 'EUR' };
    await collector.ask('POST', `/v1/leads/${other}/stage`, { stage: 'opportunity', value }, asAdmin);
    await watched.lookAt(tomorrow + day);
    expect(await watched.told()).toEqual(['concentration:linkedin']);
  });

  it('is measured by the number of deals where a value is missing, without those that were lost', async () => {
    for (const source of ['linkedin', 'google']) await deal(source, 1_00);
    const lost = await deal('linkedin', null);
    await collector.ask('POST', `/v1/leads/${lost}/stage`, { stage: 'lost', reason: 'price' }, asAdmin);
    await watched.lookAt(tomorrow);
    expect(await watched.told()).toEqual([]);
    await deal('linkedin', null);
    await watched.lookAt(tomorrow + day);
    const [message] = await watched.messages();
    expect(message!.warnings[0]!.what).toBe('linkedin has 66.7 % of the pipeline: 2 of 3 deals.');
  });

  it('has what the chosen model gives it: thirds that sum to a half are a half', async () => {
    const at = tuesday - 20 * day;
    const three = ['google', 'google', 'linkedin'];
    const deals = [
      three,
      three.toReversed(),
      ['linkedin', 'linkedin', 'google'],
      ['linkedin', 'google', 'linkedin'],
    ];
    await revise(collector, 'attribution', { model: 'linear' });
    for (const [first, second, third] of deals)
      await enterLead(collector.ask, {
        source: first!,
        at,
        touches: [second!, third!].map((source, n) => ({ at: at + (n + 1) * day, kind: 'visit', source })),
        stages: [{ stage: 'opportunity', at: tuesday - day }],
      });
    await watched.lookAt(tomorrow);
    expect(await watched.told()).toEqual([]);
    await revise(collector, 'attribution', { model: 'first' });
    await watched.lookAt(tomorrow);
    expect(await watched.told()).toEqual(['concentration:linkedin']);
  });
});

describe('leads of unknown source', () => {
  it('are none at exactly the limit, and a warning below another', async () => {
    await unknownLeads(2, 20);
    await watched.lookAt(tomorrow);
    expect(await watched.told()).toEqual([]);
    await revise(collector, 'warnings', { unknown: { on: true, overPercent: 9.9, days: 90 } });
    await watched.lookAt(tomorrow);
    const [message] = await watched.messages();
    expect(message!.warnings[0]!.what).toBe('10 % of leads are of unknown source: 2 of 20 leads.');
  });

  it('are 101 of 1,000, of which direct ones are none', async () => {
    const csv = ['email,source,at'];
    for (let n = 0; n < 1000; n += 1)
      csv.push(`p${n}@firm${n}.de,${n < 101 ? 'flyer' : 'podcast'},${new Date(tuesday - day).toISOString()}`);
    const headers = { ...asAdmin, 'Content-Type': 'text/csv' };
    const { body } = await collector.ask('POST', '/v1/import/leads', csv.join('\n'), headers);
    expect(body).toMatchObject({ rows: 1000 });
    await collector.runTimers();
    await watched.lookAt(tomorrow);
    const [message] = await watched.messages();
    expect(message!.warnings).toMatchObject([
      { kind: 'unknown', subject: '', numbers: { value: 10.1, part: 101, whole: 1000, unit: 'leads' } },
    ]);
  }, 60_000);
});

describe('a source that earns', () => {
  const spend = (amount: number, month = '2026-03') => ({
    month,
    by: 'source',
    key: 'LinkedIn Ads',
    kind: 'ads',
    amount: { amount, currency: 'EUR' },
  });
  const customer = (revenue: number) =>
    enterLead(collector.ask, {
      source: 'linkedin',
      at: tuesday - 10 * day,
      stages: [{ stage: 'customer', at: tuesday - day, revenue: { amount: revenue, currency: 'EUR' } }],
    });
  beforeEach(() => revise(collector, 'warnings', { concentration: { on: false, overPercent: 50, days: 1 } }));

  it.each([
    [299_00, ['ltvCac:linkedin']],
    [300_00, []],
  ])('%i for 100.00 spent warns of %j', async (revenue, expected) => {
    await collector.ask('PUT', '/v1/spend', spend(60_00), asAdmin);
    await collector.ask('PUT', '/v1/spend', spend(40_00, '2026-01'), asAdmin);
    await customer(revenue / 2);
    await customer(revenue / 2);
    await watched.lookAt(tomorrow);
    expect(await watched.told()).toEqual(expected);
  });

  it('bears its part of what its channel cost, as in the report', async () => {
    await collector.ask(
      'PUT',
      '/v1/spend',
      { ...spend(100_00), by: 'channel', key: 'Organic Social' },
      asAdmin,
    );
    await customer(299_00);
    await watched.lookAt(tomorrow);
    expect(await watched.told()).toEqual(['ltvCac:linkedin']);
  });

  it('nothing yet has no LTV:CAC, nor has one that cost nothing', async () => {
    await collector.ask('PUT', '/v1/spend', { ...spend(60_00), key: 'google' }, asAdmin);
    await customer(1);
    await watched.lookAt(tomorrow);
    expect(await watched.told()).toEqual([]);
  });
});

describe('what a warning tells is what its report says', () => {
  const pay = (by: string, key: string, amount: number, month = '2026-03') =>
    collector.ask(
      'PUT',
      '/v1/spend',
      { month, by, key, kind: 'ads', amount: { amount, currency: 'EUR' } },
      asAdmin,
    );
  /** A lead of a campaign of LinkedIn, two days after one of a podcast; who pays is a customer. */
  const lead = (
    at: number,
    paid: number | null,
    stages: { stage: string; at: number; value?: object }[] = [],
  ) =>
    enterLead(collector.ask, {
      source: 'podcast',
      at,
      touches: [{ at: at + 2 * day, kind: 'visit', source: 'linkedin', campaign: 'spring' }],
      stages: [
        ...stages,
        ...(paid === null
          ? []
          : [{ stage: 'customer', at: at + 3 * day, revenue: { amount: paid, currency: 'EUR' } }]),
      ],
    });
  /** The warning of a kind, with the report to which it leads, asked half a day later. */
  const followed = async (kind: string) => {
    await watched.lookAt(tomorrow);
    const [message] = await watched.messages();
    const told = message!.warnings.find((warning) => warning.kind === kind)!;
    collector.clock.set(tomorrow + 12 * hour);
    await enterLead(collector.ask, { source: 'flyer', at: tomorrow + hour });
    const { status, body } = await report(collector.ask, told.report.replace('/v1/reports/', ''));
    expect(status).toBe(200);
    return { ...told, body, row: body.rows.find(({ key }: { key: string }) => key === told.subject) };
  };

  it.each(['last', 'first', 'linear', 'markov'] as const)(
    'of LTV:CAC under %s, whether costs were entered by source, channel or campaign',
    async (model) => {
      await revise(collector, 'attribution', { model });
      const isLast = model === 'last' || model === 'linear';
      await pay('campaign', 'spring', 100_00);
      await pay('source', 'podcast', isLast ? 1 : 100_00);
      await pay('channel', 'Organic Social', 1_01, '2026-02');
      await lead(tuesday - 10 * day, 150_00);
      await lead(tuesday - 9 * day, 20_00);
      // a customer of the period who came as a lead before it
      await lead(tuesday - 340 * day, null, [
        { stage: 'mql', at: tuesday - 340 * day },
        { stage: 'customer', at: tuesday - day },
      ]);
      const { row, numbers, subject } = await followed('ltvCac');
      expect(subject).toBe(isLast ? 'linkedin' : 'podcast');
      expect(numbers.value).toBeCloseTo(row.ltvToCac, 9);
      expect([numbers.part, numbers.whole]).toEqual([row.lifetime.amount, row.cost.amount]);
      expect(row).toMatchObject({ ltvToCacIsLow: true, stages: { customer: model === 'linear' ? 1 : 2 } });
    },
  );

  it.each(['last', 'markov'] as const)('of the pipeline under %s, lost deals left out', async (model) => {
    await revise(collector, 'attribution', { model });
    const opportunity = (amount: number) => ({
      stage: 'opportunity',
      at: tuesday - day,
      value: { amount, currency: 'EUR' },
    });
    await lead(tuesday - 9 * day, null, [opportunity(60_00)]);
    await lead(tuesday - 9 * day, null, [opportunity(9_000_00), { stage: 'lost', at: tuesday }]);
    await deal('google', 40_00);
    const { body, numbers, subject } = await followed('concentration');
    expect(subject).toBe(model === 'markov' ? 'podcast' : 'linkedin');
    expect(numbers).toMatchObject({ value: 60, part: 60_00, whole: 100_00, unit: 'EUR' });
    expect(body.concentration).toMatchObject({ total: numbers.whole, currency: numbers.unit });
    expect(body.concentration.most).toEqual({ key: subject, share: numbers.value / 100 });
  });

  it('of tiers that are off 70-20-10, by spend of campaigns', async () => {
    await revise(collector, 'diversification', { tiers: { 'LinkedIn Ads': 'core', podcast: 'growing' } });
    await lead(tuesday - 10 * day, null);
    await pay('campaign', 'spring', 80_00);
    await pay('source', 'podcast', 20_00);
    const { body, numbers, what } = await followed('diversification');
    expect(what).toBe('The tier core is 10 points above what 70-20-10 gives it.');
    const core = body.rows.find(({ tier }: { tier: string }) => tier === 'core');
    expect(core).toMatchObject({ share: 80, pointsOff: numbers.value });
  });

  it('of unknown sources', async () => {
    await unknownLeads(1, 3);
    const { body, numbers } = await followed('unknown');
    expect(body.totals).toMatchObject({ unknown: numbers.part, leads: numbers.whole });
  });
});

it('warns of tiers that are more than 5 points off 70-20-10, once there are any', async () => {
  const spend = (key: string, amount: number) =>
    collector.ask(
      'PUT',
      '/v1/spend',
      { month: '2026-03', by: 'source', key, kind: 'ads', amount: { amount, currency: 'EUR' } },
      asAdmin,
    );
  await spend('google', 75_00);
  await spend('linkedin', 15_00);
  await spend('podcast', 10_00);
  await watched.lookAt(tomorrow);
  expect(await watched.told()).toEqual([]);
  await revise(collector, 'diversification', { tiers: { google: 'core', linkedin: 'growing' } });
  await watched.lookAt(tomorrow);
  expect(await watched.told()).toEqual([]);
  await spend('google', 76_00);
  await watched.lookAt(tomorrow + day);
  const [message] = await watched.messages();
  expect(message!.warnings[0]!.what).toMatch(
    /^The tier core is 5\.\d+ points above what 70-20-10 gives it\.$/,
  );
});

it('counts what was spent on a channel that brought nobody as an experiment, as the report does', async () => {
  const spend = (by: string, key: string, amount: number) =>
    collector.ask(
      'PUT',
      '/v1/spend',
      { month: '2026-03', by, key, kind: 'ads', amount: { amount, currency: 'EUR' } },
      asAdmin,
    );
  await spend('source', 'google', 70_00);
  await spend('source', 'linkedin', 20_00);
  await spend('channel', 'Trade Show', 30_00);
  await revise(collector, 'diversification', { tiers: { google: 'core', linkedin: 'growing' } });
  await watched.lookAt(tomorrow);
  const [message] = await watched.messages();
  expect(message!.warnings[0]!.what).toBe('The tier experiment is 15 points above what 70-20-10 gives it.');
});

const visit = (url: string, at: number, site = 'acme') =>
  collector.ask('POST', '/v1/collect', batch([touch(at, url)], { visitor: v7(), site, sentAt: at }));

it('warns of links that break the convention', async () => {
  await visit('https://acme.com/?utm_source=google&utm_medium=cpc&utm_campaign=q1', tuesday);
  await watched.lookAt(tuesday + 23 * hour);
  expect(await watched.told()).toEqual([]);
  await visit('https://acme.com/?utm_source=Google&utm_medium=cpc&utm_campaign=q1', tuesday);
  await watched.lookAt(tomorrow + day);
  expect(await watched.told()).toContain('links:');
});

it('warns of a site that reported before and has not for a day, and of no other', async () => {
  await revise(collector, 'warnings', { links: { on: false, overPercent: 0, days: 1 } });
  const collectorOfTwo = await startCollector({
    databaseUrl: collector.databaseUrl,
    sites: [{ key: 'quiet', name: 'Quiet', origins: ['https://quiet.com'], filterBots: true }],
  });
  await visit('https://acme.com/', tuesday);
  await watched.lookAt(tuesday + 22 * hour);
  expect(await watched.told()).toEqual([]);
  await watched.lookAt(tuesday + 2 * day);
  const [message] = await watched.messages();
  expect(message!.warnings).toMatchObject([{ kind: 'silent', subject: 'acme' }]);
  expect(message!.warnings[0]!.what).toBe('Acme has not reported a visit for some time, and used to.');
  collector.clock.set(tuesday + 2 * day + hour);
  await visit('https://acme.com/', tuesday + 2 * day + hour);
  await watched.lookAt(tuesday + 2 * day + 22 * hour);
  expect((await list()).data).toMatchObject([{ kind: 'silent', subject: 'acme', state: 'over' }]);
  await collectorOfTwo.halt();
  await collectorOfTwo.db.destroy();
});

describe('a warning', () => {
  beforeEach(() => unknownLeads(1, 2));

  it('is told once a period, in the channel of the settings, and again in the next', async () => {
    await revise(collector, 'warnings', { channel: '#marketing' });
    await watched.lookAt(tuesday);
    expect((await watched.messages()).map(({ channel }) => channel)).toEqual(['#marketing']);
    for (const at of [tomorrow, tomorrow + day, tomorrow + 20 * day]) {
      expect(await watched.lookAt(at)).toBe(true);
      expect(await watched.told()).toEqual([]);
    }
    await watched.lookAt(april);
    expect(await watched.told()).toEqual(['unknown:']);
    const { data, checkedAt } = await list();
    expect(checkedAt).toBe(new Date(april).toISOString());
    expect(data.map(({ period, state, since, toldAt }) => [period, state, since, toldAt])).toEqual([
      ['2026-04', 'open', new Date(tuesday).toISOString(), new Date(april).toISOString()],
      ['2026-03', 'over', new Date(tuesday).toISOString(), new Date(tuesday).toISOString()],
    ]);
    expect((await list('?to=2026-04-01')).data).toHaveLength(1);
    expect((await list('?from=2026-04-02')).data).toHaveLength(1);
  });

  it('goes to the fallback channel where none is named, and stands on the status page while it holds', async () => {
    await watched.lookAt(tomorrow);
    const [message] = await watched.messages();
    const { body: routing } = await collector.ask('GET', '/v1/settings/routing', undefined, asAdmin);
    expect(message!.channel).toBe(routing.value.fallback.channel);
    const warnings = async () => (await collector.ask('GET', '/v1/status', undefined, asAdmin)).body.warnings;
    expect(await warnings()).toContain(message!.warnings[0]!.what);
    await revise(collector, 'warnings', { unknown: { on: false, overPercent: 10, days: 90 } });
    await watched.lookAt(tomorrow);
    expect(await warnings()).not.toContain(message!.warnings[0]!.what);
    expect((await list()).data).toMatchObject([{ state: 'over', overAt: new Date(tomorrow).toISOString() }]);
  });

  it('that was over and comes back in the same period is open and not told again', async () => {
    await watched.lookAt(tomorrow);
    expect(await watched.told()).toEqual(['unknown:']);
    for (const on of [false, true]) {
      await revise(collector, 'warnings', { unknown: { on, overPercent: 10, days: 90 } });
      await watched.lookAt(tomorrow);
    }
    expect((await list()).data).toMatchObject([{ state: 'open', overAt: null }]);
    expect(await watched.told()).toEqual([]);
  });

  it('is told once by several processes, and by the next where one died after measuring', async () => {
    collector.clock.set(tomorrow);
    await measureWarnings(watched.deps, true);
    const other = await startCollector({ databaseUrl: collector.databaseUrl, sites: [] });
    const next = await watch(other);
    other.clock.set(tomorrow);
    const done = await Promise.all([watched.lookAt(tomorrow), next.lookAt(tomorrow), next.lookAt(tomorrow)]);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await watched.told()).toEqual(['unknown:']);
    await next.stop();
    await other.halt();
    await other.db.destroy();
  });

  it('is written together with what Slack is owed, or not at all', async () => {
    await collector.db.schema.alterTable('deliveries').renameTo('deliveries_away').execute();
    await expect(watched.lookAt(tomorrow)).rejects.toThrow(/deliveries/);
    await collector.db.schema.alterTable('deliveries_away').renameTo('deliveries').execute();
    expect((await list()).data).toEqual([]);
    await watched.lookAt(tomorrow);
    expect(await watched.told()).toEqual(['unknown:']);
  });

  it('comes with others of the same time in one message', async () => {
    await deal('linkedin', 1);
    await watched.lookAt(tomorrow);
    const messages = await watched.messages();
    expect(messages.map(({ warnings }) => warnings.map(({ kind }) => kind))).toEqual([
      ['concentration', 'unknown'],
    ]);
  });

  it('is looked for by the process itself: once a day, and after a change of settings', async () => {
    await collector.start();
    const toldBy = async (ms: number) => {
      collector.clock.set(ms);
      collector.deps.signals.timers.ring();
      await expect
        .poll(async () => (await list()).checkedAt, { timeout: 60_000 })
        .toBe(new Date(ms).toISOString());
      return watched.told();
    };
    expect(await toldBy(tomorrow)).toEqual(['unknown:']);
    collector.clock.set(tomorrow + hour);
    await revise(collector, 'warnings', { period: 'week' });
    await expect
      .poll(async () => (await list()).checkedAt, { timeout: 60_000 })
      .toBe(new Date(tomorrow + hour).toISOString());
    expect(await watched.told()).toEqual(['unknown:']);
  });
});

it('refuses settings and questions that are none, and names the field', async () => {
  const { body } = await collector.ask('GET', '/v1/settings/warnings', undefined, asAdmin);
  const put = (value: object) =>
    collector.ask('PUT', '/v1/settings/warnings', value, { ...asAdmin, 'If-Match': '"0"' });
  for (const [path, change] of [
    ['period', { period: 'year' }],
    ['unknown.overPercent', { unknown: { on: true, overPercent: 101, days: 1 } }],
    ['silent.hours', { silent: { on: true, hours: 0 } }],
    ['at', { at: '25:00' }],
  ] as const) {
    const answer = await put({ ...body.value, ...change });
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
  }
  const ask = (query: string, headers: Record<string, string> = asAdmin) =>
    collector.ask('GET', `/v1/warnings${query}`, undefined, headers);
  expect((await ask('?from=yesterday')).body.errors[0].path).toBe('from');
  expect((await ask('?from=2026-03-02&to=2026-03-01')).body.errors[0].path).toBe('to');
  expect((await ask('', asBot)).status).toBe(403);
  expect(await list()).toEqual({ data: [], checkedAt: null });
});
