import { afterAll, beforeAll, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { asAdmin, startCollector, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

it('takes a lead whose texts are longer than anybody writes, and cuts them', async () => {
  const form = {
    ...demoRequest({ name: 'n'.repeat(300), company: 'c'.repeat(300), message: 'm'.repeat(9_000) }),
    heardFrom: 'h'.repeat(600),
    fields: { ['k'.repeat(200)]: 'v'.repeat(3_000) },
    form: { id: 'demo', name: 'd'.repeat(300), url: `https://acme.com/${'u'.repeat(9_000)}` },
    ref: 'r'.repeat(300),
    timeZone: 'z'.repeat(100),
  };
  expect((await collector.ask('POST', '/v1/leads', form)).status).toBe(201);
  const { id } = await leadOf(collector.ask, form);
  const { body } = await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin);
  expect([body.name, body.company, body.heardFrom].map((text: string) => text.length)).toEqual([
    200, 200, 500,
  ]);
  const { message, fields } = body.submissions[0];
  expect([message.length, fields]).toEqual([5_000, { ['k'.repeat(128)]: 'v'.repeat(2_000) }]);
});

it('still refuses a key holder who enters such a lead by hand: they can mend it', async () => {
  const lead = { email: 'by@hand.de', source: 'podcast', name: 'n'.repeat(300) };
  expect((await collector.ask('POST', '/v1/leads', lead, asAdmin)).status).toBe(422);
});

it('stores many leads of which one was cut within an emoji', async () => {
  // the 200th unit is the first half of the last face
  const form = demoRequest({ name: `n${'\u{1f600}'.repeat(100)}` });
  await collector.ask('POST', '/v1/leads', form);
  const { id } = await leadOf(collector.ask, form);
  await collector.db.updateTable('leads').set({ announced: null, card: null, digest: null }).execute();
  const file = `lead,kind,at,event_id\n${id},webinar,2026-02-01,${v7()}`;
  const csv = { 'Content-Type': 'text/csv', ...asAdmin };
  expect((await collector.ask('POST', '/v1/import/touches', file, csv)).body).toMatchObject({ imported: 1 });
  const { body } = await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin);
  expect(body.name).toMatch(/^n(\u{1f600}){99}/u);
});
