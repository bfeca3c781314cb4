import { afterAll, beforeAll, expect, it } from 'vitest';
import { asAdmin, day, hour, startCollector, tuesday, type TestCollector } from './setup.ts';
import { enterLead, euros, report } from './reporting.ts';

let collector: TestCollector;
let lead = '';

/** Three touches, the lead after the second, and a deal whose opportunity nobody reported. */
beforeAll(async () => {
  collector = await startCollector();
  lead = await enterLead(collector.ask, {
    source: 'webinar',
    at: tuesday - 30 * day,
    touches: [
      { at: tuesday - 20 * day, kind: 'trade-show' },
      { at: tuesday - 10 * day, kind: 'podcast' },
    ],
    stages: [
      { stage: 'lead', at: tuesday - 15 * day },
      { stage: 'customer', at: tuesday - hour, revenue: euros(700) },
    ],
  });
});
afterAll(() => collector.stop());

it.each(['first', 'last', 'linear', 'time_decay', 'u_shaped', 'w_shaped', 'full_path'])(
  'reports by %s are the credits of the leads, also of a deal that passed the opportunity',
  async (model) => {
    const { body } = await collector.ask(
      'GET',
      `/v1/leads/${lead}/credits?model=${model}`,
      undefined,
      asAdmin,
    );
    const credits = body.rows.map(({ channel, weight, revenue }: Row) => [channel, weight, revenue.amount]);
    const { rows } = (await report(collector.ask, `attribution?model=${model}`)).body;
    expect(byChannel(rows.map((row: Earned) => [row.key, row.conversions, row.revenue.amount]))).toEqual(
      byChannel(credits),
    );
    const economics = (await report(collector.ask, `economics?model=${model}&groupBy=channel`)).body.rows;
    expect(byChannel(economics.map((row: Earned) => [row.key, row.leads, row.revenue.amount]))).toEqual(
      byChannel(credits),
    );
  },
);

it('a filter shows what a channel earns without it, by markov too', async () => {
  const { rows } = (await report(collector.ask, 'attribution?model=markov')).body;
  const { rows: shown } = (await report(collector.ask, 'attribution?model=markov&channel=Webinar')).body;
  expect(shown).toMatchObject([{ key: 'Webinar', conversions: expect.closeTo(1 / 3, 9) }]);
  expect(shown[0].revenue).toEqual(rows.find(({ key }: Earned) => key === 'Webinar').revenue);
});

type Row = { channel: string; weight: number; revenue: { amount: number } };
type Earned = { key: string; conversions: number; leads: number; revenue: { amount: number } };

const byChannel = (rows: [string, number, number][]) =>
  rows
    .map(([channel, weight, minor]) => ({ channel, weight: Number(weight.toFixed(8)), minor }))
    .toSorted((a, b) => (a.channel < b.channel ? -1 : 1));
