import { ruleModels } from '@headwater/contract';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asAdmin, startCollector, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

// oxlint-disable-next-line typescript/no-explicit-any -- rows of three kinds, which the contract's tests type
const lines = async (kind: string): Promise<any[]> => {
  const { status, headers, body } = await collector.ask('GET', `/v1/export/${kind}`, undefined, asAdmin);
  expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  const text: string = typeof body === 'string' ? body : JSON.stringify(body);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
};

it('exports nothing where there is nothing', async () => {
  expect(await lines('leads')).toEqual([]);
});

it('exports every lead, event and resolved touch once, over many pages', async () => {
  const rows = Array.from({ length: 1_100 }, (_, index) => `one${index}@many.de,LinkedIn Ads,cpc`);
  const file = ['email,source,medium', ...rows].join('\n');
  await collector.ask('POST', '/v1/import/leads', file, { 'Content-Type': 'text/csv', ...asAdmin });
  const form = demoRequest();
  await collector.ask('POST', '/v1/leads', form);
  const { id } = await leadOf(collector.ask, form);
  const touch = { eventId: v7(), kind: 'webinar', at: '2026-02-01T10:00:00Z', session: 'Pipelines' };
  await collector.ask('POST', `/v1/leads/${id}/touches`, touch, asAdmin);

  const leads = await lines('leads');
  expect(new Set(leads.map((lead) => lead.id)).size).toBe(1_101);
  expect(leads.find((lead) => lead.email === 'one7@many.de')).toMatchObject({
    originalSource: { source: 'linkedin', channel: 'Paid Social' },
  });
  const touches = await lines('touches');
  expect(new Set(touches.map((each) => each.id)).size).toBe(touches.length);
  expect(touches.filter((each) => each.resolved.source === 'linkedin').length).toBe(1_100);
  expect(touches.find((each) => each.id === touch.eventId)).toMatchObject({
    leadId: id,
    session: 'Pipelines',
    resolved: { channel: 'Webinar' },
  });
  expect((await lines('events')).map((event) => event.id)).toContain(touch.eventId);
});

it('exports the credits of each conversion by each model, as they are read of one lead', async () => {
  const form = demoRequest();
  await collector.ask('POST', '/v1/leads', form);
  const { id } = await leadOf(collector.ask, form);
  const post = (what: string, body: object) =>
    collector.ask('POST', `/v1/leads/${id}/${what}`, body, asAdmin);
  await post('touches', { eventId: v7(), kind: 'webinar', at: '2026-02-01T10:00:00Z' });
  await post('touches', { eventId: v7(), kind: 'podcast', at: '2026-02-08T10:00:00Z' });
  const revenue = { amount: 100_001, currency: 'EUR' };
  await post('stage', { stage: 'customer', at: '2026-03-01T10:00:00Z', revenue });

  const own = (await lines('credits')).filter(({ leadId }) => leadId === id);
  const stages = ['lead', 'mql', 'customer'];
  expect(own.map(({ stage, model }) => `${stage} ${model}`)).toEqual(
    stages.flatMap((stage) => ruleModels.map((model) => `${stage} ${model}`)),
  );
  for (const { leadId: _lead, ...credits } of own) {
    const asked = `/v1/leads/${id}/credits?model=${credits.model}&stage=${credits.stage}`;
    expect(credits).toEqual((await collector.ask('GET', asked, undefined, asAdmin)).body);
  }
  const linear = own.find(({ stage, model }) => stage === 'customer' && model === 'linear');
  const shared = linear.rows.map((row: { revenue: { amount: number } }) => row.revenue.amount);
  expect(shared.toSorted()).toEqual([50_000, 50_001]);
});

it('names what can be exported', async () => {
  const { status, body } = await collector.ask('GET', '/v1/export/keys', undefined, asAdmin);
  expect([status, body.detail]).toEqual([404, 'exports are: events, leads, touches, credits']);
});
