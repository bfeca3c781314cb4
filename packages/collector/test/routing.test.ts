import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { defaultSettings } from '../src/domain/defaults.ts';
import { asAdmin, day, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';
import { batch, demoRequest, leadOf, page, whitepaper } from './sending.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

const read = async (id: string) => (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const made = (form: { email?: string }) => leadOf(collector.ask, form);

async function changeSettings(name: string, value: object): Promise<void> {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const headers = { ...asAdmin, 'If-Match': `"${body.version}"` };
  const answer = await collector.ask('PUT', `/v1/settings/${name}`, value, headers);
  expect(answer).toMatchObject({ status: 200 });
}

const kindsOf = async (leadId: string): Promise<string[]> => {
  const rows = await collector.db
    .selectFrom('deliveries')
    .select('kind')
    .where('lead_id', '=', leadId as never)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.kind);
};

describe('temperature', () => {
  it('never makes a lead hot by whitepapers alone', async () => {
    const form = whitepaper();
    await made(form);
    for (let count = 0; count < 10; count += 1) await made(whitepaper({ email: form.email }));
    const lead = await made(whitepaper({ email: form.email }));
    expect(lead.temperature).toBe('warm');
    expect(lead.temperatureReasons).toContain('Not hot: downloads alone are never more than warm');
    expect(await kindsOf(lead.id)).not.toContain('lead_card');
  });

  it('makes a lead hot by a demo request, with reasons, and owes its card at once', async () => {
    const lead = await made(demoRequest());
    expect(lead).toMatchObject({ temperature: 'hot', score: 60 });
    expect(lead.temperatureReasons[0]).toContain('Request a demo');
    const sum = lead.scoreLines.reduce((total: number, { points }: { points: number }) => total + points, 0);
    expect(sum).toBe(lead.score);
    expect(await kindsOf(lead.id)).toEqual(['lead_card']);
  });

  it('leaves a newsletter sign-up cold, unassigned and unannounced', async () => {
    const lead = await made(demoRequest({ form: { id: 'newsletter', name: 'Newsletter' } }));
    expect(lead).toMatchObject({ temperature: 'cold', assignment: null });
    expect(await kindsOf(lead.id)).toEqual([]);
  });

  it('makes a warm lead hot when pricing is looked at after the form', async () => {
    const visitor = v7();
    const lead = await made(whitepaper({ visitor }));
    expect(lead.temperature).toBe('warm');
    collector.clock.set(tuesday + hour);
    const pages = [1, 2, 3].map((count) => page(tuesday + hour - count * minute));
    await collector.ask('POST', '/v1/collect', batch(pages, { visitor, sentAt: tuesday + hour }));
    expect((await read(lead.id)).temperature).toBe('warm');
    expect(await collector.runTimers()).toBeGreaterThan(0);
    const hot = await read(lead.id);
    expect(hot).toMatchObject({ temperature: 'hot', assignment: { rule: 'Hot leads' } });
    expect(await kindsOf(lead.id)).toEqual(['lead_card']);
    collector.clock.set(tuesday);
  });

  it('cools by time alone, by the timer that knows when', async () => {
    const cooling = await startCollector();
    const lead = await leadOf(cooling.ask, demoRequest());
    const get = async () => (await cooling.ask('GET', `/v1/leads/${lead.id}`, undefined, asAdmin)).body;
    await cooling.passTo(tuesday + day);
    expect((await get()).temperature).toBe('hot');
    await cooling.passTo(tuesday + day + 1);
    expect((await get()).temperature).toBe('warm');
    await cooling.passTo(tuesday + 365 * day);
    expect((await get()).temperature).toBe('cold');
    await cooling.stop();
  });
});

describe('settings', () => {
  const routing = defaultSettings.routing;
  const put = (value: object | string, headers: Record<string, string> = {}) =>
    collector.ask('PUT', '/v1/settings/referrals', value, { ...asAdmin, ...headers });
  const program = defaultSettings.referrals;

  it('are the defaults as version 0 until somebody changes them', async () => {
    const { status, headers, body } = await collector.ask(
      'GET',
      '/v1/settings/referrals',
      undefined,
      asAdmin,
    );
    expect([status, headers.get('etag')]).toEqual([200, '"0"']);
    expect(body).toEqual({ name: 'referrals', version: 0, value: program });
  });

  it('are changed only on the version that was read', async () => {
    expect((await put(program)).status).toBe(428);
    expect((await put(program, { 'If-Match': '*' })).status).toBe(428);
    const changed = await put({ ...program, paidWhen: 'Soon' }, { 'If-Match': '"0"' });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"1"']);
    expect((await put(program, { 'If-Match': '"0"' })).status).toBe(412);
    const { body } = await collector.ask('GET', '/v1/settings/referrals', undefined, asAdmin);
    expect(body).toMatchObject({ version: 1, value: { paidWhen: 'Soon' } });
  });

  it('are changed by one of ten who change them at the same moment; the log keeps who and when', async () => {
    const { body } = await collector.ask('GET', '/v1/settings/referrals', undefined, asAdmin);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        put({ ...program, paidWhen: `By ${index}` }, { 'If-Match': `"${body.version}"` }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array<number>(9).fill(412),
    ]);
    const log = await collector.db
      .selectFrom('settings')
      .select(['version', 'changed_by', 'changed_at'])
      .where('name', '=', 'referrals')
      .orderBy('version')
      .execute();
    expect(log.at(-1)).toEqual({ version: body.version + 1, changed_by: 'ADMIN_KEY', changed_at: tuesday });
  });

  const ruleTo = (then: object = {}) => ({ name: 'x', when: {}, then: { channel: '#a', ...then } });
  const poolOf = (name: string, ...members: object[]) => ({ name, strategy: 'weighted', members });

  it.each([
    [
      'rules[0].then.pool',
      'routing',
      { ...routing, rules: [{ name: 'x', when: {}, then: { channel: '#a', pool: 'b' } }] },
    ],
    [
      'rules[0].when.family',
      'routing',
      { ...routing, rules: [{ name: 'x', when: { family: 'x' }, then: { channel: '#a' } }] },
    ],
    [
      'pools[0].members[0].slackUser',
      'routing',
      { ...routing, pools: [{ name: 'p', strategy: 'round_robin', members: [{ slackUser: 'anna' }] }] },
    ],
    [
      'rules[0].then.fallback.pool',
      'routing',
      { ...routing, rules: [ruleTo({ fallback: { channel: '#a', pool: 'b' } })] },
    ],
    ['fallback.pool', 'routing', { ...routing, fallback: { channel: '#a', pool: 'b' } }],
    [
      'rules[0].when.territory',
      'routing',
      { ...routing, rules: [{ ...ruleTo(), when: { territory: ['DACH'] } }] },
    ],
    [
      'rules[0].when.companySize.to',
      'routing',
      { ...routing, rules: [{ ...ruleTo(), when: { companySize: { from: 9, to: 8 } } }] },
    ],
    ['rules[0].then.match[0]', 'routing', { ...routing, rules: [ruleTo({ match: ['shoe size'] })] }],
    ['rules[1].name', 'routing', { ...routing, rules: [ruleTo(), ruleTo()] }],
    ['pools[1].name', 'routing', { ...routing, pools: [poolOf('p'), poolOf('p')] }],
    [
      'pools[0].members[1].slackUser',
      'routing',
      { ...routing, pools: [poolOf('p', { slackUser: 'U0ANNA001' }, { slackUser: 'U0ANNA001' })] },
    ],
    [
      'pools[0].members[0].weight',
      'routing',
      { ...routing, pools: [poolOf('p', { slackUser: 'U0ANNA001', weight: 0 })] },
    ],
    [
      'territories[1].name',
      'routing',
      { ...routing, territories: ['DE', 'AT'].map((country) => ({ name: 'x', countries: [country] })) },
    ],
    ['timeZone', 'calendar', { ...defaultSettings.calendar, timeZone: 'Mars' }],
    ['qualified.amount', 'referrals', { ...program, qualified: { amount: 1.5, currency: 'EUR' } }],
    ['hotWithinHours', 'scoring', { ...defaultSettings.scoring, hotWithinHours: 0 }],
  ])('are refused with 422 and the path %s', async (path, name, value) => {
    const answer = await collector.ask('PUT', `/v1/settings/${name}`, value, {
      ...asAdmin,
      'If-Match': '"0"',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].path).toBe(path);
  });

  it('are known by name: another one is 404', async () => {
    for (const name of ['nothing', 'constructor', '__proto__'])
      expect((await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin)).status).toBe(404);
  });

  it('that change the score change the next lead', async () => {
    const { body } = await collector.ask('GET', '/v1/settings/scoring', undefined, asAdmin);
    await changeSettings('scoring', { ...body.value, hotFrom: 61 });
    expect((await made(demoRequest())).temperature).toBe('warm');
    await changeSettings('scoring', body.value);
    expect((await made(demoRequest())).temperature).toBe('hot');
  });
});

describe('routing', () => {
  const members = ['U0ANNA001', 'U0BERT002', 'U0CARL003', 'U0DORA004'];
  const pool = {
    name: 'DACH',
    strategy: 'round_robin',
    members: members.map((slackUser) => ({ slackUser })),
  };
  const rules = [
    {
      name: 'Owner',
      when: { owner: 'any' },
      then: { owner: 'account', channel: '#owned', deadlineMinutes: 30 },
    },
    { name: 'Paid', when: { family: 'paid' }, then: { channel: '#paid', owner: 'U0PAUL005' } },
    {
      name: 'DACH',
      when: { country: ['DE', 'AT', 'CH'], temperature: 'hot' },
      then: { channel: '#dach', pool: 'DACH', deadlineMinutes: 5 },
    },
    { name: 'Never', when: { minScore: 1000 }, then: { channel: '#never' } },
  ];

  beforeAll(() => changeSettings('routing', { rules, pools: [pool], fallback: { channel: '#rest' } }));

  it('takes the first rule that matches, and stores the decision with the rules tried', async () => {
    const lead = await made(demoRequest({ country: 'at' }));
    expect(lead.assignment).toMatchObject({
      rule: 'DACH',
      channel: '#dach',
      deadline: '2026-03-03T10:05:00.000Z',
      tried: [
        { rule: 'Owner', matched: false },
        { rule: 'Paid', matched: false },
        { rule: 'DACH', matched: true },
      ],
    });
    expect(members).toContain(lead.assignment.owner);
    expect(lead.assignment.because).toContain('country is AT');
    const { history } = await read(lead.id);
    expect(history).toMatchObject([{ kind: 'assigned', to: lead.assignment.owner }]);
  });

  it('falls back to its channel, to nobody and without a deadline', async () => {
    const lead = await made(demoRequest({ country: 'US' }));
    expect(lead.assignment).toMatchObject({
      rule: 'fallback',
      channel: '#rest',
      owner: null,
      deadline: null,
    });
    expect(lead.assignment.tried.map(({ rule }: { rule: string }) => rule)).toEqual([
      'Owner',
      'Paid',
      'DACH',
      'Never',
      'fallback',
    ]);
  });

  it('names a person where the rule does', async () => {
    const { body } = await collector.ask(
      'POST',
      '/v1/leads',
      { source: 'LinkedIn Ads', medium: 'cpc', email: 'paid@firma-paid.de' },
      asAdmin,
    );
    await made(demoRequest({ email: 'paid@firma-paid.de' }));
    expect((await read(body.leadId)).assignment).toMatchObject({ owner: 'U0PAUL005', channel: '#paid' });
  });

  it('gives a lead to whoever owns its account', async () => {
    const first = await made(demoRequest({ email: 'one@firma-owned.de' }));
    await collector.ask('POST', `/v1/leads/${first.id}/claim`, { owner: 'U0OWNER06' }, asAdmin);
    const second = await made(demoRequest({ email: 'two@mail.firma-owned.de' }));
    expect(second.assignment).toMatchObject({ rule: 'Owner', owner: 'U0OWNER06', channel: '#owned' });
    const other = await made(demoRequest({ email: 'three@firma-other.de' }));
    expect(other.assignment.rule).toBe('fallback');
  });

  it('is fair: a hundred leads at the same moment are spread evenly', async () => {
    const forms = Array.from({ length: 100 }, () => demoRequest({ country: 'DE' }));
    const leads = await Promise.all(forms.map((form) => made(form)));
    const owners = Map.groupBy(leads, (lead) => lead.assignment.owner as string);
    expect(members.map((member) => owners.get(member)?.length)).toEqual([25, 25, 25, 25]);
  });

  it('is decided once: more from the same person changes neither rule nor owner', async () => {
    const form = demoRequest({ country: 'DE' });
    const first = await made(form);
    const again = await made(demoRequest({ email: form.email, country: 'US' }));
    expect(again.assignment).toEqual(first.assignment);
    expect((await kindsOf(first.id)).filter((kind) => kind === 'lead_card')).toHaveLength(1);
  });
});
