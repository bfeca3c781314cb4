import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterLead, euros, report } from './reporting.ts';
import { asAdmin, day, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

const march = 'from=2026-03-01&to=2026-04-01';

async function spend(key: string, amount: number, more: object = {}): Promise<void> {
  const cell = { month: '2026-03', by: 'source', key, kind: 'ads', amount: euros(amount), ...more };
  const { status, body } = await collector.ask('PUT', '/v1/spend', cell, asAdmin);
  if (status !== 200) throw new Error(JSON.stringify(body));
}

async function set(name: string, value: object): Promise<void> {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const headers = { ...asAdmin, 'If-Match': `"${body.version}"` };
  const { status, body: answer } = await collector.ask('PUT', `/v1/settings/${name}`, value, headers);
  if (status !== 200) throw new Error(JSON.stringify(answer));
}

/** So many leads of a source, the first of them customers. */
async function leads(source: string, count: number, customers = 0, revenue = 0, more: object = {}) {
  const enter = (n: number): Promise<string> => {
    const won = { stage: 'customer', at: tuesday, ...(revenue > 0 && { revenue: euros(revenue) }) };
    const stages = n < customers ? [{ stage: 'mql', at: tuesday - day }, won] : [];
    return enterLead(collector.ask, { source, at: tuesday - day, stages, ...more });
  };
  return Promise.all(Array.from({ length: count }, (_, n) => enter(n)));
}

/** The same for many: they come as two files. */
async function file(source: string, count: number, customers: number, revenue = ''): Promise<void> {
  const emails = Array.from({ length: count }, (_, n) => `${source}${n}@${source}${n}.de`);
  const send = async (kind: string, lines: string[]): Promise<void> => {
    const headers = { ...asAdmin, 'Content-Type': 'text/csv' };
    const { status, body } = await collector.ask('POST', `/v1/import/${kind}`, lines.join('\n'), headers);
    if (status !== 200 || body.refused?.length > 0) throw new Error(JSON.stringify(body));
  };
  const came = emails.map((email) => `${email},${source},2026-03-02`);
  await send('leads', ['email,source,created_at', ...came]);
  const won = emails.slice(0, customers).map((email) => `${email},customer,2026-03-03,${revenue},EUR`);
  await send('stages', ['email,stage,at,revenue,currency', ...won]);
}

const ask = async (path: string) => (await report(collector.ask, path)).body;
// oxlint-disable-next-line typescript/no-explicit-any -- the answers of a report
async function row(key: string, query = ''): Promise<any> {
  const { rows } = await ask(`economics?${march}${query}`);
  return rows.find((each: { key: string }) => each.key === key);
}

describe('the economics report', () => {
  it('divides 5000 among 100 leads as 50, and ranks 1 % at 10 behind 15 % at 100', async () => {
    await file('reddit', 100, 1);
    await spend('reddit', 1000);
    await file('capterra', 20, 3);
    await spend('capterra', 2000);
    expect(await row('reddit')).toMatchObject({ cpl: euros(10), cac: euros(1000), leads: 100 });
    const { cpl, cac, rates } = await row('capterra');
    expect([cpl, Math.round(cac.amount / 100)]).toEqual([euros(100), 667]);
    expect(rates).toContainEqual({ from: 'lead', to: 'customer', rate: 0.15 });
    const { rows } = await ask(`economics?${march}`);
    expect(rows.map(({ key }: { key: string }) => key)).toEqual(['capterra', 'reddit']);
    await spend('reddit', 5000);
    expect(await row('reddit')).toMatchObject({ cpl: euros(50), cost: euros(5000) });
  });

  it('divides 2000 among 200 customers as 10', async () => {
    await file('quora', 200, 200, '30.00');
    await spend('quora', 2000);
    expect(await row('quora')).toMatchObject({
      cac: euros(10),
      ltv: euros(30),
      ltvToCac: 3,
      ltvToCacIsLow: false,
      roiPercent: 200,
      dealSize: euros(30),
    });
  });

  it('flags what brings 2.99 times what it costs, and not 3.00', async () => {
    await leads('x', 1, 1, 299);
    await spend('x', 100);
    expect(await row('x')).toMatchObject({ ltvToCac: 2.99, ltvToCacIsLow: true });
  });

  it('answers null where something would be divided by nothing', async () => {
    await leads('tiktok', 1);
    expect(await row('tiktok')).toMatchObject({
      cpl: euros(0),
      cac: null,
      ltv: null,
      ltvToCac: null,
      ltvToCacIsLow: false,
      roiPercent: null,
      paybackMonths: null,
      cycleDays: { fromFirstTouch: null, fromLead: null },
      dealSize: null,
      churnRate: null,
      netRevenueRetention: null,
    });
    await spend('pinterest', 100, { kind: 'team' });
    expect(await row('pinterest')).toMatchObject({
      leads: 0,
      cost: euros(100),
      cpl: null,
      cac: null,
      roiPercent: -100,
      costByKind: { team: [euros(100)], ads: [] },
    });
  });

  it('spreads a month over its days', async () => {
    await spend('vimeo', 310);
    const { rows } = await ask('economics?from=2026-03-01&to=2026-03-11&source=vimeo');
    expect(rows).toMatchObject([{ key: 'vimeo', cost: euros(100) }]);
  });

  it('divides what a source costs among its channels, countries and campaigns by their leads', async () => {
    await leads('github', 1, 0, 0, { country: 'DE', medium: 'cpc' });
    await leads('github', 3, 0, 0, { country: 'AT' });
    await spend('github', 100);
    const { rows } = await ask(`economics?${march}&groupBy=country&source=github`);
    const costs = rows.map(({ key, cost }: { key: string; cost: object }) => [key, cost]);
    expect(costs.toSorted()).toEqual([
      ['AT', euros(75)],
      ['DE', euros(25)],
    ]);
    expect(await row('github', '&country=DE')).toMatchObject({ leads: 1, cost: euros(25) });
    await spend('Trade Show', 60, { by: 'channel' });
    expect(await row('Trade Show', '&groupBy=channel')).toMatchObject({ leads: 0, cost: euros(60) });
    expect(await row('event', '&groupBy=family')).toMatchObject({ leads: 0, cost: euros(60) });
    expect(await row('(unassigned cost)')).toMatchObject({ leads: 0, cost: euros(60) });
  });

  it('keeps currencies apart until a rate is entered', async () => {
    await leads('bing', 1, 1, 300);
    await spend('bing', 0, { amount: { amount: 10_000, currency: 'USD' } });
    expect(await row('bing')).toMatchObject({
      cac: { amount: 10_000, currency: 'USD' },
      ltvToCac: null,
      roiPercent: null,
    });
    await set('currencies', { base: 'EUR', rates: { USD: 0.5 } });
    expect(await row('bing')).toMatchObject({ cac: euros(50), ltvToCac: 6, roiPercent: 500 });
    await set('currencies', { base: 'EUR', rates: {} });
  });

  it('knows margin, payback, churn and what is retained', async () => {
    const [stays = '', leaves = ''] = await leads('yelp', 2, 2);
    let invoices = 0;
    const earn = async (id: string, kind: string, amount: number, margin: object = {}) => {
      invoices += 1;
      const entry = { eventId: `invoice ${invoices}`, kind, amount: euros(amount), ...margin };
      expect((await collector.ask('POST', `/v1/leads/${id}/revenue`, entry, asAdmin)).status).toBeLessThan(
        300,
      );
    };
    await earn(stays, 'new', 1200, { margin: euros(600) });
    await earn(stays, 'expansion', 200, { margin: euros(100) });
    await earn(leaves, 'new', 800, { margin: euros(400) });
    await earn(leaves, 'cancellation', 800);
    await spend('yelp', 350);
    const found = await row('yelp');
    expect(found).toMatchObject({
      revenue: euros(1400),
      margin: euros(700),
      ltv: euros(700),
      churnRate: 0.5,
      netRevenueRetention: 0.7,
      cycleDays: { fromFirstTouch: 1, fromLead: 1 },
    });
    // 175 to win a customer, who brings 700 in two times twelve months
    expect(found.paybackMonths).toBeCloseTo(6, 9);
    await set('economics', { ltvOn: 'margin', retention: 0.75 });
    // 700 so far, and of the one who stayed three times as much: 0.75 + 0.75² + …
    expect(await row('yelp')).toMatchObject({ ltv: euros(1400) });
    await set('economics', { ltvOn: 'revenue' });
  });

  it('credits by a model, the original source or as the settings say', async () => {
    await enterLead(collector.ask, {
      source: 'imdb',
      at: tuesday - 9 * day,
      touches: [{ at: tuesday - 5 * day, kind: 'cold-call', source: 'deezer' }],
      stages: [{ stage: 'customer', at: tuesday - day, revenue: euros(100) }],
    });
    const customers = async (query: string) => {
      const { rows, model } = await ask(`economics?${march}&${query}`);
      const of = (name: string) =>
        rows.find(({ key }: { key: string }) => key === name)?.stages.customer ?? 0;
      return [model, of('imdb'), of('deezer')];
    };
    expect(await customers('')).toEqual(['last', 0, 1]);
    expect(await customers('model=linear')).toEqual(['linear', 0.5, 0.5]);
    expect(await customers('model=original')).toEqual(['original', 1, 0]);
    await set('economics', { ltvOn: 'revenue', creditBy: 'original' });
    expect(await customers('')).toEqual(['original', 1, 0]);
    await set('economics', { ltvOn: 'revenue' });
  });

  it('tells how many customers refer, and what is usual', async () => {
    const { referrals: before } = await ask(`economics?${march}`);
    expect(before).toMatchObject({ referred: 0, ratePercent: 0, band: null, standing: null });
    await set('economics', { ltvOn: 'revenue', business: 'saas' });
    const { body } = await collector.ask(
      'POST',
      '/v1/codes',
      { program: 'customer', referrer: 'anna@firm.de', name: 'Anna', code: 'ANNA42' },
      asAdmin,
    );
    for (const name of ['Paula Pine', 'Otto Oak']) {
      const referral = {
        site: 'acme',
        submission: v7(),
        code: body.code,
        name,
        email: `${name.slice(0, 4)}@pine.de`,
      };
      await collector.ask('POST', '/v1/referrals', referral, { Origin: 'https://acme.com' });
    }
    const { referrals } = await ask(`economics?${march}`);
    expect(referrals).toMatchObject({ referred: 1, band: { from: 15, to: 25 }, standing: 'below' });
    expect(referrals.ratePercent).toBeCloseTo(100 / referrals.customers, 6);
    expect((await ask('economics?to=2026-03-01')).referrals).toMatchObject({
      customers: 0,
      ratePercent: null,
    });
  });

  it('sums to its totals and comes as CSV', async () => {
    const { rows, totals } = await ask(`economics?${march}`);
    const sum = (of: (row: { cost: { amount: number }; leads: number }) => number) =>
      rows.reduce((all: number, each: { cost: { amount: number }; leads: number }) => all + of(each), 0);
    expect(sum(({ leads: count }) => count)).toBeCloseTo(totals.leads, 9);
    expect(
      rows.reduce(
        (all: number, each: { revenues: { amount: number }[] }) => all + (each.revenues[0]?.amount ?? 0),
        0,
      ),
    ).toBe(totals.revenues[0].amount);
    const csv = await ask(`economics?${march}&format=csv`);
    expect(csv).toMatch(/^key,share,leads,/);
    expect(csv.split('\r\n')[0]).toMatch(/costByKind\.ads\.EUR/);
  });

  it.each([
    ['economics?model=markov', 'model'],
    ['economics?groupBy=moon', 'groupBy'],
    ['economics?from=2026-03-02&to=2026-03-01', 'to'],
  ])('refuses %s and names %s', async (path, field) => {
    const { status, body } = await report(collector.ask, path);
    expect([status, body.errors?.[0]?.path]).toEqual([422, field]);
  });
});
