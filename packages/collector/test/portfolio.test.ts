import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enterLead, euros, report } from './reporting.ts';
import { asAdmin, day, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

async function spend(key: string, amount: number, month = '2026-03', more: object = {}): Promise<void> {
  const cell = { month, by: 'source', key, kind: 'ads', amount: euros(amount), ...more };
  const { status } = await collector.ask('PUT', '/v1/spend', cell, asAdmin);
  expect(status).toBe(200);
}

async function set(name: string, value: object): Promise<void> {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const headers = { ...asAdmin, 'If-Match': `"${body.version}"` };
  expect((await collector.ask('PUT', `/v1/settings/${name}`, value, headers)).status).toBe(200);
}

/** So many leads of a source, the first of them customers. */
async function leads(source: string, count: number, customers = 0, revenue = 0): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const won = { stage: 'customer', at: tuesday, ...(revenue > 0 && { revenue: euros(revenue) }) };
    await enterLead(collector.ask, { source, at: tuesday - day, stages: n < customers ? [won] : [] });
  }
}

const deal = (source: string, value?: number, more: { stage: string; at: number }[] = []) =>
  enterLead(collector.ask, {
    source,
    at: tuesday - day,
    stages: [
      { stage: 'opportunity', at: tuesday - day, ...(value !== undefined && { value: euros(value) }) },
      ...more,
    ],
  });

const ask = async (path: string) => (await report(collector.ask, path)).body;

describe('the source comparison matrix', () => {
  it('says that 30 % is three times 10 %, and who is strong in what', async () => {
    await leads('reddit', 10, 1, 100);
    await spend('reddit', 100);
    await leads('quora', 10, 3, 900);
    await spend('quora', 30);
    await leads('capterra', 12, 0);
    await set('diversification', { measure: 'leads', tiers: { Quora: 'core' } });
    const { rows, totals, model } = await ask('matrix');
    expect(model).toBe('last');
    expect(rows).toMatchObject([
      {
        key: 'quora',
        tier: 'core',
        volume: 10,
        quality: 0.3,
        qualityFactor: 3,
        speed: 1,
        cost: euros(10),
        value: euros(900),
        ltvToCac: 90,
        standings: { quality: 'strong', cost: 'strong', value: 'strong', speed: 'middling' },
      },
      { key: 'reddit', tier: 'experiment', quality: 0.1, qualityFactor: 1, standings: { cost: 'weak' } },
      {
        key: 'capterra',
        quality: 0,
        qualityFactor: 0,
        speed: null,
        cost: null,
        standings: { volume: 'strong' },
      },
    ]);
    expect(rows[0].score).toBeGreaterThan(rows[1].score);
    expect(totals).toMatchObject({ volume: 32, quality: 0.125 });
    expect(await ask('matrix?format=csv')).toMatch(/^key,tier,volume,quality,speed,/);
  });
});

describe('the diversification report', () => {
  const shares = async (query = '') => {
    const { rows } = await ask(`diversification${query}`);
    return rows.map((row: Record<string, unknown>) => [
      row['tier'],
      row['share'],
      row['pointsOff'],
      row['isOff'],
    ]);
  };

  it('measures spend against 70-20-10, where a source is an experiment until set', async () => {
    await spend('google', 75);
    await spend('linkedin', 15);
    await spend('reddit', 10);
    expect(await shares()).toEqual([
      ['core', 0, -70, true],
      ['growing', 0, -20, true],
      ['experiment', 100, 90, true],
    ]);
    await set('diversification', { measure: 'spend', tiers: { Google: 'core', 'LinkedIn Ads': 'growing' } });
    expect(await shares()).toEqual([
      ['core', 75, 5, false],
      ['growing', 15, -5, false],
      ['experiment', 10, 0, false],
    ]);
    await spend('google', 76);
    expect((await shares())[0][3]).toBe(true);
    const { sources, totals, measure, currency } = await ask('diversification');
    expect([measure, currency, totals]).toEqual(['spend', 'EUR', { amount: 10_100 }]);
    expect(sources).toMatchObject([
      { key: 'google', tier: 'core', costs: [euros(76)] },
      { key: 'linkedin', tier: 'growing' },
      { key: 'reddit', tier: 'experiment' },
    ]);
  });

  it('measures leads by choice, and nothing of several currencies', async () => {
    await leads('google', 3);
    await leads('linkedin', 1);
    await set('diversification', { measure: 'leads', tiers: { google: 'core' } });
    expect(await shares()).toEqual([
      ['core', 75, 5, false],
      ['growing', 0, -20, true],
      ['experiment', 25, 15, true],
    ]);
    expect(await shares('?measure=spend')).toMatchObject([['core', null, null, false], {}, {}]);
    await spend('google', 1);
    await spend('google', 0, '2026-03', { kind: 'team', amount: { amount: 5, currency: 'USD' } });
    expect(await shares('?measure=spend')).toMatchObject([['core', null, null, false], {}, {}]);
  });

  it.each([
    [800, 0.8],
    [501, 0.501],
    [500, 0.5],
  ])('tells that a source with %i of 1000 has %d of the pipeline', async (value, share) => {
    await deal('linkedin', value);
    await deal('webinar', 1000 - value > 300 ? 300 : 1000 - value);
    if (1000 - value > 300) await deal('podcast', 700 - value);
    const lost = { stage: 'lost', at: tuesday };
    await deal('reddit', 9000, [lost]);
    const { concentration } = await ask('diversification');
    expect(concentration).toMatchObject({ measure: 'value', currency: 'EUR', total: 100_000 });
    expect(concentration.most).toEqual({ key: 'linkedin', share });
  });

  it('counts deals where one has no value', async () => {
    await deal('linkedin', 800);
    await deal('webinar');
    await deal('webinar', undefined, [{ stage: 'customer', at: tuesday }]);
    const { concentration } = await ask('diversification');
    expect(concentration).toMatchObject({
      measure: 'number',
      total: 3,
      most: { key: 'webinar', share: 2 / 3 },
    });
  });
});

describe('the quarterly review', () => {
  it('names the top three, what to stop and why, and what was tried, beside the quarter before', async () => {
    for (const [source, customers] of [
      ['capterra', 3],
      ['quora', 2],
      ['g2', 1],
    ] as const) {
      await leads(source, 3, customers, 100);
      await spend(source, 10);
    }
    await leads('reddit', 2, 1, 40);
    await spend('reddit', 100);
    await leads('x', 1);
    await spend('x', 55);
    await enterLead(collector.ask, {
      source: 'quora',
      at: tuesday - 80 * day,
      stages: [{ stage: 'mql', at: tuesday - 79 * day }],
    });
    const answer = await ask('review');
    expect(answer.top).toEqual([
      { key: 'capterra', because: 'It brought 3 customers, at €3.33 each.' },
      { key: 'quora', because: 'It brought 2 customers, at €5.00 each.' },
      { key: 'g2', because: 'It brought 1 customer, at €10.00 each.' },
    ]);
    expect(answer.stop).toEqual([
      {
        key: 'reddit',
        because:
          'A customer brings 0.40 times what winning them costs. It has the worst return on what was spent: -60.0 %.',
      },
      { key: 'x', because: 'It cost €55.00 and brought no customer so far.' },
    ]);
    expect(answer.newSources.tried).toEqual(['capterra', 'g2', 'reddit', 'x']);
    expect([answer.from, answer.before]).toEqual([
      '2026-01-01T00:00:00.000Z',
      { from: '2025-10-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' },
    ]);
    const quora = answer.rows.find(({ key }: { key: string }) => key === 'quora');
    expect(quora).toMatchObject({ leads: 3, before: { leads: 1 }, change: { leads: 2, customers: 2 } });
    expect(answer.totals).toMatchObject({ leads: 12, customers: 7, before: { leads: 1, customers: 0 } });
  });

  it('says that nothing new was tried, of any period', async () => {
    await leads('quora', 1);
    const { newSources, top, stop } = await ask('review?from=2026-04-01&to=2026-07-01');
    expect([newSources.tried, top, stop]).toEqual([[], [], []]);
    expect(newSources.because).toMatch(/^No new source was tried/);
    expect((await ask('review?quarter=last')).to).toBe('2026-01-01T00:00:00.000Z');
  });

  it.each([
    ['review?quarter=2026-Q5', 'quarter'],
    ['review?quarter=2026-Q1&from=2026-01-01', 'from'],
    ['review?to=2026-01-01', 'from'],
    ['review?from=2027-01-01', 'to'],
    ['matrix?model=markov', 'model'],
    ['diversification?measure=beer', 'measure'],
  ])('and the others refuse %s and name %s', async (path, field) => {
    const { status, body } = await report(collector.ask, path);
    expect([status, body.errors?.[0]?.path]).toEqual([422, field]);
  });
});
