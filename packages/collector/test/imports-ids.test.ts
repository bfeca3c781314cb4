import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowId } from '../src/actions/imports/importer.ts';
import { asAdmin, startCollector, tuesday, type TestCollector } from './setup.ts';
import { batch, demoRequest, touch } from './sending.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

const fromOutside = { Origin: 'https://acme.com' };
const csv = { 'Content-Type': 'text/csv', ...asAdmin };
const leads = `external_id,email,name,source\n4711,eva@customer.de,Eva,fair\n4712,max@customer.de,Max,fair\n`;
const touches = `event_id,email,kind,at\nT-1,eva@customer.de,trade-show,2026-01-05\n`;

it('takes no id from a website that a row of an import will have, and imports every row', async () => {
  const { ask } = collector;
  const lead = await ask(
    'POST',
    '/v1/leads',
    demoRequest({ submission: rowId('leads', 'external', '4711') }),
    fromOutside,
  );
  expect([lead.status, lead.body.errors]).toMatchObject([422, [{ path: 'submission' }]]);
  const event = touch(tuesday, 'https://acme.com/', { id: rowId('touches', 'event', 'T-1') });
  const collected = await ask('POST', '/v1/collect', batch([event, touch(tuesday)]), fromOutside);
  expect(collected.body).toMatchObject({ accepted: 1, rejected: [{ index: 0, path: 'id' }] });

  expect((await ask('POST', '/v1/import/leads', leads, csv)).body).toMatchObject({
    imported: 2,
    unchanged: 0,
  });
  expect((await ask('POST', '/v1/import/touches', touches, csv)).body).toMatchObject({ imported: 1 });
});
