import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { enterLead, euros, report } from './reporting.ts';
import { batch, demoRequest, leadOf, touch } from './sending.ts';
import { asAdmin, asBot, day, hour, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;

/** Something for every report: leads of three sources and two countries, a deal, costs, a claim, a referral, a bad link. */
beforeAll(async () => {
  collector = await startCollector();
  const { ask } = collector;
  const deal = [
    { stage: 'opportunity', at: tuesday - 5 * day, value: euros(200) },
    { stage: 'customer', at: tuesday - 2 * hour, revenue: { amount: 10_001, currency: 'EUR' } },
  ];
  await enterLead(ask, {
    source: 'webinar',
    at: tuesday - 100 * day,
    touches: [
      { at: tuesday - 10 * day, kind: 'trade-show', campaign: 'spring' },
      { at: tuesday - 7 * day, kind: 'cold-call' },
    ],
    stages: deal,
    country: 'DE',
  });
  await enterLead(ask, { source: 'podcast', country: 'AT', at: tuesday - day });
  await enterLead(ask, {
    source: 'linkedin',
    at: tuesday - 20 * day,
    stages: [{ stage: 'customer', at: tuesday - day, revenue: { amount: 700, currency: 'USD' } }],
  });
  const { id } = await leadOf(ask, demoRequest());
  await ask('POST', `/v1/leads/${id}/claim`, { owner: 'U0ANNA' }, asBot);
  await leadOf(ask, demoRequest());
  await ask(
    'POST',
    '/v1/collect',
    batch([touch(tuesday, 'https://acme.com/?utm_source=LinkedIn&utm_medium=cpc')]),
  );
  const friend = { email: 'friend@friends.de', name: 'Finn', company: 'Friends' };
  await ask(
    'POST',
    '/v1/referrals',
    { submission: v7(), via: 'command', referrer: 'U0EMMA001', ...friend },
    asBot,
  );
  const cost = { month: '2026-03', by: 'source', key: 'webinar', kind: 'ads', amount: euros(50) };
  await ask('PUT', '/v1/spend', cost, asAdmin);
});
afterAll(() => collector.stop());

/** A report with what its totals sum up; `nobody` is a filter that nobody passes, where it takes filters of leads. */
type Case = { name: string; query?: string; sums: string[]; nobody?: string };
const nobody = 'country=FR&source=nowhere';
const stages = ['lead', 'mql', 'sql', 'opportunity', 'customer'].map((stage) => `stages.${stage}`);
const dimensions = ['family', 'channel', 'source', 'medium', 'campaign', 'content'].concat(
  ['segment', 'country', 'industry', 'companySize', 'site'], // of the lead
);
const byDimension = (name: string, sums: string[], query = ''): Case[] =>
  dimensions.map((dimension) => ({ name, query: `groupBy=${dimension}${query}`, sums, nobody }));

const cases: Case[] = [
  ...byDimension('sources', ['leads', 'revenues', ...stages]),
  ...byDimension('attribution', ['conversions', 'revenues'], '&model=linear'),
  { name: 'attribution', query: 'model=markov', sums: ['conversions', 'revenues'], nobody },
  ...byDimension('compare', [
    'models.first.conversions',
    'models.markov.conversions',
    'models.last.revenues',
  ]),
  ...byDimension('economics', ['leads', 'costs', 'revenues', ...stages]),
  ...byDimension('audit', ['leads', 'unknown', 'withoutTouch', 'asked', 'agreeing', 'differing', 'unclear']),
  ...byDimension('response-times', ['leads', 'claimed', 'followedUp', 'inTime', 'late']),
  { name: 'paths', sums: ['conversions', 'revenues'], nobody },
  { name: 'paths', query: 'limit=1&groupBy=source', sums: ['conversions', 'revenues'], nobody },
  { name: 'cohorts', sums: ['leads', 'revenues', ...stages], nobody },
  { name: 'lifecycle', sums: ['people', 'reentered'], nobody },
  { name: 'matrix', sums: ['volume'], nobody },
  { name: 'diversification', query: 'measure=leads', sums: ['amount'], nobody },
  { name: 'diversification', query: 'measure=spend', sums: ['amount'] },
  { name: 'review', query: 'quarter=2026-Q1', sums: ['leads', 'customers', 'costs'], nobody },
  { name: 'links', sums: ['touches'], nobody: 'site=other' },
  { name: 'referrals', sums: ['referrals', 'qualified', 'won', 'pending'], nobody: 'team=None' },
  { name: 'referrals', query: 'from=2026-03-01&to=2026-04-01', sums: ['referrals', 'won'] },
  { name: 'response-times', sums: ['leads', 'claimed', 'followedUp', 'inTime', 'late'], nobody },
  // steps, not parts: the totals name some of them
  { name: 'funnel', sums: [], nobody },
  { name: 'funnel', query: 'view=aida', sums: [], nobody },
];
/** Each report once, as it is asked without anything. */
const names = [...new Set(cases.map(({ name }) => name))];

type Row = Record<string, unknown>;

/** The number at a path; of a list of amounts one number a currency. */
function figures(row: unknown, path: string): Record<string, number> {
  const value = path.split('.').reduce<unknown>((at, key) => (at as Row)[key], row);
  if (typeof value === 'number') return { [path]: value };
  const amounts = value as { amount: number; currency: string }[];
  return Object.fromEntries(amounts.map(({ amount, currency }) => [`${path} ${currency}`, amount]));
}

function sumOf(rows: readonly Row[], path: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const row of rows)
    for (const [name, number] of Object.entries(figures(row, path))) sums[name] = (sums[name] ?? 0) + number;
  return sums;
}

const rounded = (sums: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, Math.round(sum * 1e9) / 1e9]));
const withoutZeros = (sums: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(rounded(sums)).filter(([, sum]) => sum !== 0));

describe.each(cases)('the report $name ($query)', ({ name, query = '', sums }) => {
  it('has rows that sum to its totals, in JSON and as a file', async () => {
    const { status, body } = await report(collector.ask, `${name}?${query}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ rows: expect.any(Array), totals: expect.any(Object) });
    expect(Object.keys(body)).toEqual(expect.arrayContaining(['from', 'to']));
    expect(body.rows.length).toBeGreaterThan(0);
    for (const path of sums)
      expect(withoutZeros(sumOf(body.rows, path))).toEqual(withoutZeros(figures(body.totals, path)));
    const file = await report(collector.ask, `${name}?${query}&format=csv`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z-]+\.csv"$/);
    expect(file.body.trimEnd().split('\r\n')).toHaveLength(body.rows.length + 1);
  });
});

const filtered = cases.filter(({ nobody: filter }) => filter !== undefined);
it.each(filtered)('the report $name ($query) counts nobody who does not pass its filters', async (asked) => {
  const { name, query = '', sums, nobody: filter } = asked;
  const { status, body } = await report(collector.ask, `${name}?${query}&${filter}`);
  expect(status).toBe(200);
  for (const path of sums) expect(withoutZeros(figures(body.totals, path))).toEqual({});
  for (const { count } of body.rows) expect(count ?? 0).toBe(0);
});

describe.each(names)('the report %s', (name) => {
  it('is about its period', async () => {
    const { body } = await report(collector.ask, `${name}?from=2020-01-01&to=2020-02-01`);
    expect([body.from, body.to]).toEqual(['2020-01-01T00:00:00.000Z', '2020-02-01T00:00:00.000Z']);
    const { sums } = cases.find((each) => each.name === name)!;
    for (const path of sums) expect(withoutZeros(figures(body.totals, path))).toEqual({});
  });

  it.each([
    ['from', 'from=yesterday'],
    ['to', 'to=2026-02-30'],
    ['to', 'from=2026-03-02&to=2026-03-01'],
    ['format', 'format=pdf'],
  ])('says what is wrong with %s where it is asked with %s', async (path, query) => {
    const { status, body } = await report(collector.ask, `${name}?${query}`);
    expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
  });
});

it.each(names)('the report %s passes over nothing that it is asked', async (name) => {
  const { status, body } = await report(collector.ask, `${name}?chanel=Email`);
  expect([status, body.errors]).toEqual([422, [{ path: 'chanel', message: 'no report takes this' }]]);
});

it.each([
  ['links', 'country=DE', 'country'],
  ['referrals', 'site=acme&source=podcast', 'site'],
])('the report %s says that it cannot be filtered by %s', async (name, query, path) => {
  const { status, body } = await report(collector.ask, `${name}?${query}`);
  expect([status, body.errors[0].path]).toEqual([422, path]);
});

it('the report of partners is not there yet', async () => {
  expect((await report(collector.ask, 'partners')).status).toBe(404);
});

it('a report that does not exist is not found, whatever its name', async () => {
  for (const name of ['constructor', 'toString', 'nothing']) {
    const { status } = await collector.ask('GET', `/v1/reports/${name}?source=google`, undefined, asAdmin);
    expect(status).toBe(404);
  }
});
