import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addKey } from '../src/actions/keys.ts';
import { spendCells } from '../src/storage/spend.ts';
import { asAdmin, startCollector, type Answer, type TestCollector } from './setup.ts';

let collector: TestCollector;
let asMarketing: Record<string, string>;
beforeAll(async () => {
  collector = await startCollector();
  asMarketing = { Authorization: `Bearer ${await addKey(collector.deps, 'marketing', 'Maria')}` };
});
afterAll(() => collector.stop());

const put = (body: object): Promise<Answer> => collector.ask('PUT', '/v1/spend', body, asMarketing);
const read = async (span = '') =>
  (await collector.ask('GET', `/v1/spend${span}`, undefined, asMarketing)).body;
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const ads = (month: string, amount: number, more: object = {}) => ({
  month,
  by: 'source',
  key: 'linkedin',
  kind: 'ads',
  amount: eur(amount),
  ...more,
});

describe('what a source cost', () => {
  it('is replaced by the next word on the same cell, whatever the source is called there', async () => {
    expect((await put(ads('2026-01', 500_000))).body).toEqual({
      ...ads('2026-01', 500_000),
      outcome: 'stored',
    });
    expect((await put(ads('2026-01', 500_000))).body.outcome).toBe('unchanged');
    const renamed = await put(ads('2026-01', 450_050, { key: ' LinkedIn Ads ' }));
    expect(renamed.body).toMatchObject({ key: 'linkedin', outcome: 'stored' });
    await put(ads('2026-01', 90_000, { kind: 'team' }));
    expect(await read('?from=2026-01&to=2026-01')).toEqual({
      data: [ads('2026-01', 450_050), ads('2026-01', 90_000, { kind: 'team' })],
      totals: [eur(540_050)],
    });
    expect((await spendCells(collector.db, '2026-01', '2026-01')).length).toBe(2);
  });

  it('is removed by an amount of 0, and by DELETE', async () => {
    await put(ads('2026-02', 100));
    expect((await put(ads('2026-02', 0))).body).toMatchObject({ amount: null, outcome: 'removed' });
    expect((await put(ads('2026-02', 0))).body.outcome).toBe('unchanged');
    await put(ads('2026-02', 100));
    const { amount: _amount, ...name } = ads('2026-02', 0, { key: 'LinkedIn' });
    const drop = () => collector.ask('DELETE', '/v1/spend', name, asMarketing);
    expect((await drop()).body.outcome).toBe('removed');
    expect((await drop()).body.outcome).toBe('unchanged');
    expect((await read('?from=2026-02&to=2026-02-28')).data).toEqual([]);
  });

  it('is kept apart by currency until a rate is entered', async () => {
    await put(ads('2026-04', 1000));
    await put(ads('2026-04', 2000, { key: 'google', amount: { amount: 2000, currency: 'USD' } }));
    const totals = async () => (await read('?from=2026-04&to=2026-04')).totals;
    expect(await totals()).toEqual([eur(1000), { amount: 2000, currency: 'USD' }]);
    const rates = { base: 'EUR', rates: { USD: 0.92 } };
    const settings = (version: number) =>
      collector.ask('PUT', '/v1/settings/currencies', rates, { ...asAdmin, 'If-Match': `"${version}"` });
    expect((await settings(0)).status).toBe(200);
    expect(await totals()).toEqual([eur(2840)]);
  });

  it('may be that of a channel or a campaign', async () => {
    const channel = await put(ads('2026-05', 1, { by: 'channel', key: 'paid social' }));
    expect(channel.body).toMatchObject({ key: 'Paid Social', outcome: 'stored' });
    const campaign = await put(ads('2026-05', 1, { by: 'campaign', key: ' Spring ' }));
    expect(campaign.body).toMatchObject({ key: 'Spring', outcome: 'stored' });
  });

  it('may be that of a channel of people’s own rules, in the reports too, and can be removed when that is gone', async () => {
    const set = (rules: object[], version: number) =>
      collector.ask(
        'PUT',
        '/v1/settings/channels',
        { rules, families: {} },
        { ...asAdmin, 'If-Match': `"${version}"` },
      );
    const rule = {
      name: 'Founder',
      when: { source: 'linkedin', campaign: 'founder-*' },
      channel: 'Founder Brand',
    };
    const cost = ads('2026-01', 500, { by: 'channel', key: 'founder brand' });
    expect((await put(cost)).status).toBe(422);
    expect((await set([rule], 0)).status).toBe(200);
    expect((await put(cost)).body).toMatchObject({ key: 'Founder Brand', outcome: 'stored' });
    const path = '/v1/reports/economics?groupBy=channel&from=2026-01-01&to=2026-02-01';
    const { body } = await collector.ask('GET', path, undefined, asAdmin);
    const row = body.rows.find(({ key }: { key: string }) => key === 'Founder Brand');
    expect(row).toMatchObject({ leads: 0, costs: [eur(500)] });
    expect((await set([], 1)).status).toBe(200);
    const gone = { month: '2026-01', by: 'channel', key: 'Founder Brand', kind: 'ads' };
    const drop = () => collector.ask('DELETE', '/v1/spend', gone, asMarketing);
    expect((await drop()).body).toMatchObject({ key: 'Founder Brand', outcome: 'removed' });
    expect((await drop()).status).toBe(422);
  });

  it.each([
    ['month', { month: '2026-13' }],
    ['month', { month: 'March' }],
    ['by', { by: 'medium' }],
    ['key', { key: ' ' }],
    ['key', { key: 'n/a' }],
    ['key', { by: 'channel', key: 'Paid Sozial' }],
    ['kind', { kind: 'beer' }],
    ['amount.amount', { amount: eur(-1) }],
    ['amount.amount', { amount: eur(1.5) }],
    ['amount.currency', { amount: { amount: 1, currency: 'XQX' } }],
  ])('is refused with 422 and names %s', async (path, wrong) => {
    const { status, body } = await put(ads('2026-06', 1, wrong));
    expect([status, body.errors.map((each: { path: string }) => each.path)]).toEqual([422, [path]]);
    expect((await read('?from=2026-06&to=2026-06')).data).toEqual([]);
  });

  it('is asked for by months that follow each other', async () => {
    const { status, body } = await collector.ask(
      'GET',
      '/v1/spend?from=2026-03&to=2026-02',
      undefined,
      asAdmin,
    );
    expect([status, body.errors[0].path]).toEqual([422, 'to']);
  });
});
