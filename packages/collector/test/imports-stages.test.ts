import { afterAll, beforeAll, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { asAdmin, asBot, day, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest } from './sending.ts';

let inBulk: TestCollector;
let oneByOne: TestCollector;
beforeAll(async () => {
  [inBulk, oneByOne] = [await startCollector(), await startCollector()];
});
afterAll(async () => {
  await inBulk.stop();
  await oneByOne.stop();
});

const stages = ['lead', 'mql', 'sql', 'opportunity', 'customer', 'disqualified', 'lost'] as const;
const people = Array.from({ length: 12 }, (_, n) => `stages${n}@of${n % 7}.de`);
const [withCard = '', referred = '', joined = '', former = '', waiting = ''] = people;

/** Every way in which somebody waits to hear of a lead, and leads of which nobody does. */
async function populate({ ask, runTimers }: TestCollector): Promise<void> {
  const csv = { 'Content-Type': 'text/csv', ...asAdmin };
  const list = people.map((email) => `${email},podcast,2025-01-01`);
  await ask('POST', '/v1/import/leads', ['email,source,created_at', ...list].join('\n'), csv);
  await ask('POST', '/v1/leads', demoRequest({ email: withCard, name: 'Wanda', company: 'Wood' }));
  const referral = {
    submission: 'r-1',
    via: 'command',
    referrer: 'U0EMMA001',
    name: 'Rita',
    company: 'Rita',
  };
  await ask('POST', '/v1/referrals', { ...referral, email: referred }, asBot);
  const id = await idOf(ask, joined);
  await ask('POST', `/v1/leads/${id}/merge`, { with: await idOf(ask, former) }, asAdmin);
  const late = await idOf(ask, waiting);
  await ask('POST', `/v1/leads/${late}/claim`, { owner: 'U0ANNA001' }, asAdmin);
  const until = new Date(tuesday + 9 * day).toISOString();
  await ask('POST', `/v1/leads/${late}/snooze`, { until, reason: 'later', by: 'U0ANNA001' }, asBot);
  await runTimers();
}

const idOf = async (ask: TestCollector['ask'], email: string): Promise<string> =>
  (await ask('POST', '/v1/leads/search', { email }, asAdmin)).body.data[0]?.id;

type Change = { email: string; stage: string; at: string; eventId: string; value?: number; revenue?: number };

/** Late and early, back and forth, some of them twice. */
const changes = Array.from({ length: 180 }, (_, n): Change => {
  const stage = stages[(n * 5 + (n >> 3)) % stages.length] ?? 'lead';
  return {
    email: people[(n * 7) % people.length] ?? '',
    stage,
    at: new Date(tuesday - ((n * 37) % 90) * day).toISOString(),
    eventId: `crm-${n % 150}`,
    ...(stage === 'opportunity' && { value: 1_000 + n }),
    ...(stage === 'customer' && { revenue: 2_000 + n }),
  };
});

const euros = (amount: number | undefined) => amount && { amount: amount * 100, currency: 'EUR' };

it('leaves the same behind as the same changes reported one after the other', async () => {
  await populate(inBulk);
  await populate(oneByOne);
  const before = await dump(inBulk);
  expect(before).toEqual(await dump(oneByOne));

  const lines = changes.map(({ email, stage, at, value, revenue, eventId }) =>
    [email, stage, at, value, revenue, 'EUR', eventId].join(','),
  );
  const file = ['email,stage,at,value,revenue,currency,event_id', ...lines].join('\n');
  const send = async () =>
    (await inBulk.ask('POST', '/v1/import/stages', file, { 'Content-Type': 'text/csv', ...asAdmin })).body;
  expect(await send()).toMatchObject({ rows: changes.length, bad: 0 });

  for (const lead of people.filter((email) => email !== former)) {
    const id = await idOf(oneByOne.ask, lead);
    for (const { email, value, revenue, ...change } of changes) {
      if ((email === former ? joined : email) !== lead) continue;
      const body = { ...change, value: euros(value), revenue: euros(revenue) };
      const { status } = await oneByOne.ask('POST', `/v1/leads/${id}/stage`, body, asAdmin);
      expect(status).toBeLessThan(300);
    }
  }
  const after = await dump(inBulk);
  expect(after).toEqual(await dump(oneByOne));
  expect(after['stage_changes']!.length).toBeGreaterThan(100);
  expect(after['deliveries']!.length).toBeGreaterThan(before['deliveries']!.length);

  expect(await send()).toMatchObject({ imported: 0, unchanged: changes.length });
  expect(await dump(inBulk)).toEqual(after);
});

const tables = [
  'leads',
  'stage_changes',
  'journeys',
  'history',
  'timers',
  'deliveries',
  'referrals',
  'rewards',
] as const;

/** Every row that the changes touch, its ids by what they stand for. */
async function dump({ db }: TestCollector): Promise<Record<string, string[]>> {
  const leads = await db.selectFrom('leads').select(['id', 'email', 'merged_into']).execute();
  const names = new Map(
    leads.map(({ id, email, merged_into: into }) => [id as string, `${email} ${into !== null}`]),
  );
  const dumped: Record<string, string[]> = {};
  for (const table of tables) {
    const rows = await db.selectFrom(table).selectAll().execute();
    dumped[table] = rows
      .map((row) => JSON.stringify({ ...row, revision: 0, shown: '' }))
      .map((text) => text.replaceAll(/lead_\w{32}/g, (id) => names.get(id) ?? id))
      .map((text) => text.replaceAll(/(del|ref|rwd|his)_\w{32}|[0-9a-f]{8}-[0-9a-f-]{27}/g, '$1'))
      .toSorted();
  }
  return dumped;
}

it('takes an event id for each lead that names it', async () => {
  const [one, two] = ['namesake1@names.de', 'namesake2@names.de'];
  const csv = { 'Content-Type': 'text/csv', ...asAdmin };
  await inBulk.ask('POST', '/v1/import/leads', `email,source\n${one},podcast\n${two},podcast`, csv);
  const id = v7();
  const file = `email,stage,at,event_id\n${one},sql,2025-02-01,${id}\n${two},mql,2025-02-01,${id}\n${one},mql,2025-02-01,${id}`;
  const { body } = await inBulk.ask('POST', '/v1/import/stages', file, csv);
  expect(body).toMatchObject({ imported: 2, unchanged: 1 });
  const { stage } = (await inBulk.ask('POST', '/v1/leads/search', { email: one }, asAdmin)).body.data[0];
  expect(stage).toBe('sql');
});
