import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asAdmin, day, startCollector, tuesday, type TestCollector } from './setup.ts';
import { enterLead, euros, report } from './reporting.ts';

let collector: TestCollector;

/** Three who come the same way, of whom one buys twice; one who is lost; one who came by another way and waits. */
beforeAll(async () => {
  collector = await startCollector();
  const { ask } = collector;
  const came = tuesday - 60 * day;
  const talks = [{ at: came + day, kind: 'cold-call' }];
  const won = { stage: 'customer', at: came + 20 * day, revenue: euros(100) };
  const opportunity = { stage: 'opportunity', at: came + 10 * day };
  const anna = await enterLead(ask, {
    source: 'webinar',
    at: came,
    touches: talks,
    stages: [opportunity, won],
  });
  await enterLead(ask, { source: 'webinar', at: came, touches: talks, stages: [won] });
  await enterLead(ask, {
    source: 'webinar',
    at: came,
    touches: talks,
    stages: [opportunity, { stage: 'lost', at: came + 30 * day }],
  });
  await enterLead(ask, {
    source: 'podcast',
    at: tuesday - day,
    stages: [{ ...won, at: tuesday, revenue: euros(7) }],
  });
  await enterLead(ask, { source: 'podcast', at: tuesday - day });
  const again = {
    kind: 'repeat',
    amount: euros(50),
    at: new Date(tuesday - day).toISOString(),
    eventId: 'again',
  };
  await ask('POST', `/v1/leads/${anna}/revenue`, again, asAdmin);
});
afterAll(() => collector.stop());

const bodyOf = async (path: string) => (await report(collector.ask, path)).body;

describe('the compare report', () => {
  it('has every model beside each other, each with all conversions and all money', async () => {
    const { rows, totals } = await bodyOf('compare');
    expect(Object.keys(totals.models)).toHaveLength(9);
    for (const total of Object.values(totals.models))
      expect(total).toMatchObject({ conversions: 3, revenue: euros(257) });
    const webinar = rows.find(({ key }: { key: string }) => key === 'Webinar').models;
    expect([webinar.first.conversions, webinar.last.conversions, webinar.linear.conversions]).toEqual([
      2, 0, 1,
    ]);
  });

  it('of Markov takes an order from 1 to 3', async () => {
    expect((await bodyOf('attribution?model=markov&order=3')).totals).toMatchObject({ conversions: 3 });
    expect((await report(collector.ask, 'compare?order=4')).status).toBe(422);
  });
});

describe('the funnel report', () => {
  it('says what is lost between the steps, and where those stand who stopped', async () => {
    const { rows, totals } = await bodyOf('funnel');
    expect(totals).toEqual({ leads: 5, customers: 3 });
    expect(rows.map(({ count }: { count: number }) => count)).toEqual([5, 4, 4, 4, 3]);
    expect(rows[1]).toMatchObject({ step: 'mql', ofPrevious: 0.8, lost: 1 });
    expect(rows[3]).toMatchObject({ step: 'opportunity', stopped: { open: 0, lost: 1, disqualified: 0 } });
    expect(rows[4]).toMatchObject({ ofPrevious: 0.75, medianDays: 10 });
    expect(rows[0]).toMatchObject({ ofPrevious: null, lost: 0 });
  });
});

describe('the paths report', () => {
  it('names the ways that conversions went, with what followed upon what', async () => {
    const { rows, totals, lengths, transitions } = await bodyOf('paths');
    expect(rows).toMatchObject([
      { path: ['Webinar', 'Cold Call'], conversions: 2, medianDays: 20, revenue: euros(250) },
      { path: ['Podcast'], conversions: 1, revenue: euros(7) },
    ]);
    expect(totals).toMatchObject({ conversions: 3, paths: 2, revenue: euros(257) });
    expect(lengths).toEqual([
      { touches: 1, conversions: 1 },
      { touches: 2, conversions: 2 },
    ]);
    expect(transitions).toContainEqual({ step: 1, from: 'Webinar', to: 'Cold Call', conversions: 2 });
    expect(transitions).toContainEqual({ step: 2, from: 'Cold Call', to: '(conversion)', conversions: 2 });
  });

  it('puts what is beyond its limit into one last row', async () => {
    const { rows, totals } = await bodyOf('paths?limit=1');
    expect(rows[1]).toMatchObject({ path: ['(other paths)'], conversions: 1, revenue: euros(7) });
    expect(totals.conversions).toBe(3);
  });
});

describe('the cohorts report', () => {
  it('counts leads by the month of their first touch and when they bought', async () => {
    const { rows, totals } = await bodyOf('cohorts');
    expect(rows.map(({ month, leads }: { month: string; leads: number }) => [month, leads])).toEqual([
      ['2026-01', 3],
      ['2026-02', 0],
      ['2026-03', 2],
    ]);
    expect(rows[0]).toMatchObject({ stages: { customer: 2 }, revenue: euros(250) });
    expect(rows[0].customersAfter).toEqual(Array(12).fill(2));
    expect(totals).toMatchObject({ leads: 5, stages: { customer: 3 }, customerRate: 0.6 });
  });
});

describe('the lifecycle report', () => {
  it('says where people stand, and who is a customer of which kind', async () => {
    const { rows, totals } = await bodyOf('lifecycle');
    const people = Object.fromEntries(
      rows.map((row: { stage: string; people: number }) => [row.stage, row.people]),
    );
    expect(people).toEqual({
      awareness: 1,
      engagement: 1,
      evaluation: 0,
      purchase: 2,
      support: 0,
      loyalty: 1,
    });
    expect(totals).toEqual({
      people: 5,
      reentered: 0,
      customers: { new: 2, firstTime: 2, repeat: 1, lapsed: 0 },
    });
  });
});
