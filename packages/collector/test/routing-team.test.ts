import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Assignment, ReplayAnswer, RoutingSettings } from '@headwater/contract';
import { asAdmin, day, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf, whitepaper } from './sending.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const [anna, ben, cem] = ['U0ANNA001', 'U0BEN0002', 'U0CEM0003'] as const;
const team = [anna, ben, cem];

async function put(name: string, value: object): Promise<void> {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const headers = { ...asAdmin, 'If-Match': `"${body.version}"` };
  const answer = await collector.ask('PUT', `/v1/settings/${name}`, value, headers);
  expect(answer).toMatchObject({ status: 200 });
}

const pooled = (strategy: string, more: object = {}, weights = [1, 1, 1]) => ({
  rules: [{ name: 'All', when: {}, then: { pool: 'Sales', channel: '#sales', deadlineMinutes: 5, ...more } }],
  pools: [
    {
      name: 'Sales',
      strategy,
      members: team.map((slackUser, index) => ({ slackUser, weight: weights[index] })),
    },
  ],
  fallback: { channel: '#rest' },
});
const people = (...known: object[]) => put('people', { people: known });

const hot = (more: object = {}) => leadOf(collector.ask, demoRequest(more));
const hotLeads = (count: number) => Promise.all(Array.from({ length: count }, () => hot()));
const read = async (id: string) => (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const post = (path: string, body: object) => collector.ask('POST', path, body, asAdmin);
const countOf = (leads: { assignment: Assignment }[]) => (who: string | null) =>
  leads.filter(({ assignment }) => assignment.owner === who).length;

describe('a pool', () => {
  it('gives by weight, also of leads that come at the same moment', async () => {
    await put('routing', pooled('weighted', {}, [2, 1, 1]));
    expect(team.map(countOf(await hotLeads(40)))).toEqual([20, 10, 10]);
  });

  it('gives nobody more open leads than they can have, whatever comes at the same moment', async () => {
    await people(...team.map((slackUser) => ({ slackUser, capacity: 2 })));
    await put('routing', pooled('round_robin', { fallback: { channel: '#overflow' } }));
    const leads = await hotLeads(9);
    expect([...team, null].map(countOf(leads))).toEqual([2, 2, 2, 3]);
    const left = leads.filter(({ assignment }) => assignment.owner === null);
    for (const { assignment } of left) {
      expect(assignment).toMatchObject({ rule: 'All', channel: '#overflow', pool: 'Sales' });
      expect(assignment.because).toContain('U0ANNA001 has 2 of 2 open leads');
      expect(assignment.deadline).not.toBeNull();
    }
  });

  it('gives again when a lead is done with, and does not forget one that was claimed', async () => {
    await people(...team.map((slackUser) => ({ slackUser, capacity: slackUser === anna ? 1 : 0 })));
    await put('routing', pooled('round_robin'));
    const first = await hot();
    expect(first.assignment.owner).toBe(anna);
    await post(`/v1/leads/${first.id}/claim`, { owner: anna });
    expect((await hot()).assignment.owner).toBeNull();
    await post(`/v1/leads/${first.id}/disqualify`, { reason: 'no budget' });
    expect((await hot()).assignment.owner).toBe(anna);
  });

  it('does not count the lead itself when it is routed anew', async () => {
    await people(...team.map((slackUser) => ({ slackUser, capacity: slackUser === anna ? 1 : 0 })));
    await put('routing', pooled('round_robin'));
    const form = whitepaper();
    expect((await leadOf(collector.ask, form)).assignment.owner).toBe(anna);
    const { id } = await hot({ email: form.email });
    expect((await read(id)).assignment).toMatchObject({ owner: anna });
    expect((await hot()).assignment.owner).toBeNull();
  });

  it('gives to who has the fewest open leads, claimed or waiting', async () => {
    await put('routing', pooled('least_loaded'));
    const leads = await hotLeads(9);
    expect(team.map(countOf(leads))).toEqual([3, 3, 3]);
    const annas = leads.filter(({ assignment }) => assignment.owner === anna);
    for (const { id } of annas) await post(`/v1/leads/${id}/claim`, { owner: ben });
    expect([(await hot()).assignment.owner, (await hot()).assignment.owner]).toEqual([anna, anna]);
  });

  it('passes over who is out of office, also when a deadline is missed', async () => {
    await people({ slackUser: ben, name: 'Ben', absences: [{ from: '2026-03-01', until: '2026-03-06' }] });
    await put('routing', pooled('round_robin'));
    const lead = await hot();
    expect(lead.assignment.owner).toBe(anna);
    expect(lead.assignment.because).toContain('passed over: Ben is out of office until 2026-03-06');
    await collector.passTo(tuesday + 5 * minute);
    expect((await read(lead.id)).assignment).toMatchObject({ owner: cem, pool: 'Sales' });
    await collector.passTo(tuesday + hour);
    expect((await read(lead.id)).assignment).toMatchObject({ owner: null, channel: '#sales' });
  });

  it('looks at who is there when a warm lead will be seen, not when it came', async () => {
    await people(
      { slackUser: anna, absences: [{ from: '2026-03-04', until: '2026-03-04' }] },
      { slackUser: ben, absences: [{ from: '2026-03-03', until: '2026-03-03' }] },
      { slackUser: cem, capacity: 0 },
    );
    await put('routing', pooled('round_robin'));
    collector.clock.set(tuesday + 12 * hour);
    const warm = await leadOf(collector.ask, whitepaper());
    expect(warm.assignment).toMatchObject({ owner: ben });
  });
});

describe('what a lead is routed by', () => {
  it('is read from its form, and watchers and qualification come with the assignment', async () => {
    const when = { language: 'German', companySize: { from: 50 }, industry: 'software' };
    const then = { channel: '#mid', watchers: [ben], qualifyFirst: true };
    await put('routing', { ...pooled('round_robin'), rules: [{ name: 'Mid market', when, then }] });
    const fields = { 'Company size': '51-200', Branche: 'Software', language: 'Deutsch' };
    expect((await hot({ fields })).assignment).toMatchObject({
      rule: 'Mid market',
      watchers: [ben],
      qualifyFirst: true,
    });
    expect((await hot()).assignment.rule).toBe('fallback');
    const told = await collector.ask('POST', '/v1/deliveries/lease', { max: 100 }, asAdmin);
    const notes = told.body.data.filter(({ kind }: { kind: string }) => kind === 'watcher_note');
    expect(notes).toMatchObject([
      { channel: ben, payload: { slackUser: ben, lead: { assignment: { rule: 'Mid market' } } } },
    ]);
  });

  it('is the session of a webinar that was entered for it', async () => {
    const entered = {
      source: 'webinar',
      medium: 'webinar',
      campaign: 'Pipelines in May',
      email: 'a@event.de',
    };
    const { body } = await post('/v1/leads', entered);
    const kind = { eventId: v7(), kind: 'webinar', at: '2026-03-02T10:00:00Z', campaign: 'Pipelines in May' };
    await post(`/v1/leads/${body.leadId}/touches`, kind);
    expect((await read(body.leadId)).assignment).toMatchObject({
      rule: 'Webinar and event leads',
      because: 'family is event; session “Pipelines in May”',
    });
  });

  it('is that its company has bought', async () => {
    const rules = [{ name: 'Customers', when: { existingCustomer: true }, then: { channel: '#customers' } }];
    await put('routing', { ...pooled('round_robin'), rules });
    const first = await hot({ email: 'one@bought.de' });
    expect(first.assignment.rule).toBe('fallback');
    await post(`/v1/leads/${first.id}/stage`, { stage: 'customer' });
    expect((await hot({ email: 'two@bought.de' })).assignment.rule).toBe('Customers');
    expect((await hot({ email: 'three@gmail.com' })).assignment.rule).toBe('fallback');
  });
});

/** Everything that a decision writes. */
const state = async () => ({
  leads: await collector.db
    .selectFrom('leads')
    .select(['id', 'assignment', 'assignee'])
    .orderBy('id')
    .execute(),
  turns: await collector.db.selectFrom('pool_turns').selectAll().orderBy('pool').execute(),
  routings: await collector.db.selectFrom('routings').selectAll().orderBy('id').execute(),
  history: await collector.db.selectFrom('history').select('id').orderBy('id').execute(),
  timers: await collector.db.selectFrom('timers').select(['id', 'due_at']).orderBy('id').execute(),
  settings: await collector.db.selectFrom('settings').select(['name', 'version']).orderBy('name').execute(),
});

describe('POST /v1/routing/explain', () => {
  const explain = (body: object) => post('/v1/routing/explain', body);

  it('decides a draft as a lead would be, twice the same and without effect', async () => {
    await put('routing', pooled('round_robin'));
    await hot();
    const before = await state();
    const one = await explain({ facts: { family: 'event', eventSession: 'Pipelines', country: 'DE' } });
    const two = await explain({ facts: { family: 'event', eventSession: 'Pipelines', country: 'DE' } });
    expect(one.status).toBe(200);
    expect(two.body).toEqual(one.body);
    expect(await state()).toEqual(before);
    expect(one.body).toMatchObject({
      rule: 'All',
      owner: ben,
      channel: '#sales',
      deadline: '2026-03-03T10:05:00.000Z',
      deadlineMinutes: 5,
      because: 'it takes every lead; session “Pipelines”; next in turn of Sales',
      tried: [{ rule: 'All', matched: true }],
      facts: { country: 'DE', language: null, temperature: 'hot' },
    });
    expect((await hot()).assignment.owner).toBe(ben);
  });

  it('decides a lead as it is known now, by a draft of the settings', async () => {
    const lead = await hot({ fields: { language: 'de' } });
    const rules = [{ name: 'German', when: { language: 'de' }, then: { channel: '#dach', owner: cem } }];
    const settings = { ...pooled('round_robin'), rules };
    const { body } = await explain({ leadId: lead.id, settings });
    expect(body).toMatchObject({
      rule: 'German',
      owner: cem,
      facts: { language: 'de', account: lead.account },
    });
    expect((await read(lead.id)).assignment.rule).toBe('Hot leads');
  });

  it('decides for another moment', async () => {
    await put('routing', pooled('round_robin'));
    await people({ slackUser: anna, absences: [{ from: '2026-04-01', until: '2026-04-01' }] });
    const { body } = await explain({ facts: {}, at: '2026-04-01T12:00:00Z' });
    expect(body).toMatchObject({ owner: ben, deadline: '2026-04-01T12:05:00.000Z' });
  });

  it.each([
    ['leadId', {}],
    ['leadId', { leadId: 'lead_x', facts: {} }],
    ['facts.family', { facts: { family: 'friends' } }],
    ['settings.rules[0].then.pool', { facts: {}, settings: { ...pooled('weighted'), pools: [] } }],
    ['at', { facts: {}, at: 'tomorrow' }],
  ])('is refused with 422 and the path %s', async (path, body) => {
    const answer = await explain(body);
    expect([answer.status, answer.body.errors?.[0].path]).toEqual([422, path]);
  });

  it('answers 404 for a lead that is not there', async () => {
    expect((await explain({ leadId: 'lead_x' })).status).toBe(404);
  });
});

describe('POST /v1/routing/replay', () => {
  const replay = async (settings: object, period: object = {}): Promise<ReplayAnswer> => {
    const { status, body } = await post('/v1/routing/replay', { settings, ...period });
    expect(status).toBe(200);
    return body;
  };
  const byLanguage = (): RoutingSettings => ({
    ...(pooled('round_robin') as RoutingSettings),
    rules: [
      { name: 'German', when: { language: 'de' }, then: { channel: '#dach', owner: cem } },
      { name: 'Rest', when: {}, then: { channel: '#sales', pool: 'Sales' } },
    ],
  });

  it('changes nothing where the draft is what is in force, and is the same each time', async () => {
    const settings = pooled('least_loaded');
    await put('routing', settings);
    await hotLeads(12);
    const before = await state();
    const once = await replay(settings);
    expect(once).toMatchObject({ leads: 12, changed: 0, changes: [] });
    expect(once.owners.map(({ present, draft }) => [present, draft])).toEqual([
      [4, 4],
      [4, 4],
      [4, 4],
    ]);
    expect(await replay(settings)).toEqual(once);
    expect(await state()).toEqual(before);
  });

  it('counts by rule, owner and channel what would have gone elsewhere', async () => {
    await put('routing', pooled('round_robin'));
    for (const language of ['de', 'en', 'de']) await hot({ fields: { language } });
    const { leads, changed, rules, channels, changes } = await replay(byLanguage());
    expect([leads, changed]).toEqual([3, 3]);
    expect(rules).toEqual([
      { rule: 'All', present: 3, draft: 0 },
      { rule: 'German', present: 0, draft: 2 },
      { rule: 'Rest', present: 0, draft: 1 },
    ]);
    expect(channels).toEqual([
      { channel: '#sales', present: 3, draft: 1 },
      { channel: '#dach', present: 0, draft: 2 },
    ]);
    expect(changes[0]).toMatchObject({
      present: { rule: 'All', owner: anna, channel: '#sales' },
      draft: { rule: 'German', owner: cem, channel: '#dach' },
    });
  });

  it('looks at the last 30 days, or at the period asked for, with the facts of that day', async () => {
    await put('routing', pooled('round_robin'));
    const first = await hot();
    await collector.passTo(tuesday + 40 * day);
    expect((await read(first.id)).temperature).not.toBe('hot');
    await hot();
    expect((await replay(byLanguage())).leads).toBe(1);
    const rules = [{ name: 'Hot', when: { temperature: 'hot' as const }, then: { channel: '#hot' } }];
    const all = await replay({ ...byLanguage(), rules }, { from: '2026-03-01T00:00:00Z' });
    expect(all.rules).toContainEqual({ rule: 'Hot', present: 0, draft: 2 });
    const none = await replay(byLanguage(), { from: '2026-03-10T00:00:00Z', to: '2026-03-12T00:00:00Z' });
    expect(none).toMatchObject({ leads: 0, changed: 0, from: '2026-03-10T00:00:00.000Z' });
  });

  it('counts a lead that was routed twice once, as it was routed last', async () => {
    await put('routing', pooled('round_robin'));
    const form = whitepaper();
    await leadOf(collector.ask, form);
    const { id } = await hot({ email: form.email });
    expect(
      (await collector.db.selectFrom('routings').select('lead_id').execute()).map((row) => row.lead_id),
    ).toEqual([id, id]);
    const rules = [{ name: 'Hot', when: { temperature: 'hot' as const }, then: { channel: '#hot' } }];
    const { leads, changes } = await replay({ ...byLanguage(), rules });
    expect([leads, changes[0]?.draft.rule]).toEqual([1, 'Hot']);
  });

  it('reads a period of any length', async () => {
    await put('routing', pooled('round_robin'));
    const lead = await hot();
    const [row] = await collector.db.selectFrom('routings').selectAll().execute();
    const more = Array.from({ length: 450 }, (_, n) => ({
      ...row!,
      id: `rtg_${String(n).padStart(4, '0')}`,
      lead_id: `lead_${n}` as typeof lead.id,
      at: tuesday - (n % 7) * minute,
    }));
    await collector.db.insertInto('routings').values(more).execute();
    const { leads, owners } = await replay(pooled('weighted', {}, [3, 1, 1]));
    expect(leads).toBe(451);
    expect(owners.reduce((sum, { draft }) => sum + draft, 0)).toBe(451);
    expect(owners.find(({ owner }) => owner === anna)).toMatchObject({ present: 151, draft: 271 });
  });

  it.each([
    ['settings', {}],
    ['settings.rules[0].name', { settings: { rules: [{}] } }],
    ['from', { settings: pooled('weighted'), from: '2026-03-10T00:00:00Z', to: '2026-03-01T00:00:00Z' }],
  ])('is refused with 422 and the path %s', async (path, body) => {
    const answer = await post('/v1/routing/replay', body);
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
  });
});
