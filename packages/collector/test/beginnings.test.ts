import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { report } from './reporting.ts';
import { demoRequest } from './sending.ts';
import { asAdmin, day, minute, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

const iso = (ms: number): string => new Date(ms).toISOString();
const enter = (body: object) => collector.ask('POST', '/v1/leads', body, asAdmin);
const read = async (id: string) => (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const lead = async (email: string) => {
  const { body } = await collector.ask('POST', '/v1/leads/search', { email }, asAdmin);
  return read(body.data[0].id);
};

/** What is told of one person: by a form now, and by colleagues of before. */
const facts = [
  (email: string) => collector.ask('POST', '/v1/leads', demoRequest({ email })),
  (email: string) =>
    enter({ email, source: 'webinar', createdAt: iso(tuesday - 40 * day), submission: v7() }),
  (email: string) =>
    enter({ email, source: 'podcast', createdAt: iso(tuesday - 90 * day), at: iso(tuesday - 99 * day) }),
];
const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

it.each(orders)(
  'a lead is one since the earliest beginning, told in the order %i, %i, %i',
  async (...order) => {
    const email = `since${order.join('')}@since${order.join('')}.de`;
    for (const [turn, fact] of order.entries()) {
      collector.clock.set(tuesday + turn * minute);
      expect((await facts[fact]!(email)).status).toBeLessThan(300);
    }
    const { createdAt, stages, course, originalSource } = await lead(email);
    const since = iso(tuesday - 90 * day);
    // the form makes them marketing qualified, whenever it comes
    expect([createdAt, stages[0], stages[1].stage]).toEqual([since, { stage: 'lead', at: since }, 'mql']);
    expect(course.reached[0]).toEqual({ stage: 'lead', at: since, isImplied: false });
    expect(originalSource.source).toBe('podcast');
  },
);

it('reports count the lead then', async () => {
  const { body } = await report(collector.ask, 'sources?from=2025-12-01&to=2025-12-31');
  expect(body.rows).toMatchObject([{ key: 'podcast', leads: orders.length }]);
});

it('a stage that was reached before we knew of the lead begins its list of stages', async () => {
  const { body } = await enter({ email: 'early@early.de', source: 'podcast' });
  const stage = (what: string, days: number) =>
    collector.ask(
      'POST',
      `/v1/leads/${body.leadId}/stage`,
      { stage: what, at: iso(tuesday - days * day) },
      asAdmin,
    );
  const stages = async () =>
    (await lead('early@early.de')).stages.map(({ stage: what, at }: { stage: string; at: string }) => [
      what,
      at,
    ]);
  await stage('mql', 10);
  expect(await stages()).toEqual([
    ['lead', iso(tuesday - 10 * day)],
    ['mql', iso(tuesday - 10 * day)],
  ]);
  await stage('lead', 20);
  expect(await stages()).toEqual([
    ['lead', iso(tuesday - 20 * day)],
    ['mql', iso(tuesday - 10 * day)],
  ]);
});

it('nobody is a lead since a time that is still to come', async () => {
  const { status, body } = await enter({
    email: 'late@late.de',
    source: 'podcast',
    createdAt: iso(tuesday + 9 * day),
  });
  expect([status, body.errors[0].path]).toEqual([422, 'createdAt']);
});

it('two leads that become one are as old as the older, and each has its own age again when they are parted', async () => {
  const since = iso(tuesday - 400 * day);
  const form = await collector.ask('POST', '/v1/leads', demoRequest({ email: 'one@merged.de' }));
  expect(form.status).toBe(201);
  const { id, createdAt } = await lead('one@merged.de');
  const { body: met } = await enter({ email: 'two@merged.de', source: 'podcast', createdAt: since });
  const ask = (what: string) =>
    collector.ask('POST', `/v1/leads/${id}/${what}`, { with: met.leadId, by: 'U0ANNA001' }, asAdmin);
  expect((await ask('merge')).status).toBe(200);
  expect((await read(id)).createdAt).toBe(since);
  expect((await ask('unmerge')).status).toBe(200);
  expect((await read(id)).createdAt).toBe(createdAt);
  expect((await read(met.leadId)).createdAt).toBe(since);
});
