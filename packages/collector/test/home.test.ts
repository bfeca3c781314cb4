import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { home as homeShape } from '@headwater/contract';
import { asAdmin, asBot, day, minute, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const anna = 'U0ANNA001';
const bert = 'U0BERT002';
const dora = 'U0DORA004';

async function put(name: string, value: object): Promise<void> {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const headers = { ...asAdmin, 'If-Match': `"${body.version}"` };
  expect((await collector.ask('PUT', `/v1/settings/${name}`, value, headers)).status).toBe(200);
}

const routing = (members = [anna, bert]) => ({
  rules: [{ name: 'All', when: {}, then: { pool: 'Sales', channel: '#sales', deadlineMinutes: 5 } }],
  pools: [
    { name: 'Sales', strategy: 'round_robin', members: members.map((slackUser) => ({ slackUser })) },
    { name: 'Partners', strategy: 'round_robin', members: [{ slackUser: bert }] },
  ],
  fallback: { channel: '#rest' },
});
const peopleOf = async () =>
  (await collector.ask('GET', '/v1/settings/people', undefined, asAdmin)).body.value.people;
const homeOf = async (slackUser: string) => {
  const answer = await collector.ask('GET', `/v1/home?slackUser=${slackUser}`, undefined, asBot);
  expect(answer.status).toBe(200);
  return homeShape.parse(answer.body);
};
const hot = () => leadOf(collector.ask, demoRequest());
const say = (id: string, what: string, body: object) =>
  collector.ask('POST', `/v1/leads/${id}/${what}`, body, asBot);

describe('the leads of a Home', () => {
  it('are those given to the person by deadline, then those they claimed, and nobody else’s', async () => {
    await put('routing', routing([anna]));
    const claimed = await hot();
    await say(claimed.id, 'claim', { owner: anna });
    const first = await hot();
    collector.clock.set(tuesday + minute);
    const second = await hot();
    const taken = await hot();
    await say(taken.id, 'claim', { owner: bert });
    const { leads } = await homeOf(anna);
    expect(leads.total).toBe(3);
    expect(leads.shown.map(({ id, claimed: isClaimed, deadline }) => [id, isClaimed, deadline])).toEqual([
      [first.id, false, '2026-03-03T10:05:00.000Z'],
      [second.id, false, '2026-03-03T10:06:00.000Z'],
      [claimed.id, true, null],
    ]);
    expect(leads.shown[0]).toMatchObject({
      name: first.name,
      company: first.company,
      url: `https://leads.acme.test/#/leads/${first.id}`,
    });
    expect((await homeOf(bert)).leads.shown.map(({ id }) => id)).toEqual([taken.id]);
  });

  it('leave when the lead is closed, and a handed on lead moves to the other Home', async () => {
    await put('routing', routing([anna]));
    const out = await hot();
    await say(out.id, 'disqualify', { reason: 'A student' });
    const moved = await hot();
    await say(moved.id, 'assign', { owner: bert });
    expect((await homeOf(anna)).leads).toEqual({ shown: [], total: 0 });
    expect((await homeOf(bert)).leads.shown.map(({ id }) => id)).toEqual([moved.id]);
  });
});

describe('the referrals of a Home', () => {
  const refer = (referrer: string, n: number) =>
    collector.ask(
      'POST',
      '/v1/referrals',
      {
        submission: `V${referrer}${n}`,
        via: 'command',
        referrer,
        name: `Friend ${n}`,
        company: `Firm ${n}`,
        email: `friend${n}@firm${n}.de`,
      },
      asBot,
    );
  const none = { pending: [], approved: [], paid: [] };
  const euros = (whole: number) => ({ amount: whole * 100, currency: 'EUR' });
  const stage = (id: string, to: string) =>
    collector.ask('POST', `/v1/leads/${id}/stage`, { stage: to }, asAdmin);

  it('stand there with their states, and the leaderboard counts those of this quarter', async () => {
    collector.clock.set(Date.parse('2025-12-31T22:59:00.000Z'));
    await put('calendar', {
      timeZone: 'Europe/Berlin',
      days: [1, 2, 3, 4, 5],
      from: '09:00',
      to: '17:00',
      digestAt: [],
    });
    await refer(bert, 1);
    collector.clock.set(Date.parse('2025-12-31T23:00:00.000Z')); // midnight in Berlin
    const won = await refer(anna, 2);
    await stage(won.body.leadId, 'customer');
    const qualified = await refer(anna, 3);
    await stage(qualified.body.leadId, 'sql');
    await refer(bert, 4);
    await refer(bert, 2); // known before
    collector.clock.set(tuesday);
    const shown = await homeOf(anna);
    expect(shown.referrals.total).toBe(2);
    expect(shown.referrals.shown.map(({ name, state }) => [name, state])).toEqual([
      ['Friend 3', 'qualified'],
      ['Friend 2', 'won'],
    ]);
    expect(shown.leaderboard).toEqual({
      from: '2026-01-01',
      rows: [
        { referrer: anna, submitted: 2, qualified: 2, won: 1, ...none, pending: [euros(1500)] },
        { referrer: bert, submitted: 1, qualified: 0, won: 0, ...none },
      ],
    });
    collector.clock.set(Date.parse('2026-03-31T22:00:00.000Z'));
    expect((await homeOf(anna)).leaderboard).toEqual({ from: '2026-04-01', rows: [] });
  });
});

describe('the team on a Home', () => {
  it('has the median of working minutes from alert to claim of each person, as the report has it', async () => {
    await put('routing', routing([anna]));
    for (const afterMinutes of [1, 2, 4]) {
      const { id } = await hot();
      collector.clock.set(collector.clock.now() + afterMinutes * minute);
      await say(id, 'claim', { owner: anna });
    }
    const { id } = await hot();
    collector.clock.set(collector.clock.now() + 3 * minute);
    await say(id, 'assign', { owner: bert });
    collector.clock.set(collector.clock.now() + minute);
    await say(id, 'claim', { owner: bert });
    expect((await homeOf(dora)).responses).toEqual([
      { slackUser: anna, claims: 3, medianMinutes: 2 },
      { slackUser: bert, claims: 1, medianMinutes: 4 },
    ]);
    collector.clock.set(collector.clock.now() + 31 * day);
    expect((await homeOf(dora)).responses).toEqual([]);
  });

  it.each([
    ['the company’s manager', { people: [], manager: dora }],
    ['the admin', { people: [], admin: dora }],
    ['somebody’s manager', { people: [{ slackUser: anna, manager: dora }] }],
  ])('shows what was missed and the pools to %s, and to nobody else', async (_who, people) => {
    await put('routing', routing());
    await put('people', people);
    await hot();
    await collector.passTo(tuesday + 11 * minute);
    const { team } = await homeOf(dora);
    expect(team?.missed.toSorted((a, b) => a.slackUser!.localeCompare(b.slackUser!))).toEqual([
      { slackUser: anna, count: 1 },
      { slackUser: bert, count: 1 },
    ]);
    expect(team?.pools).toEqual([
      { name: 'Sales', members: [anna, bert] },
      { name: 'Partners', members: [bert] },
    ]);
    expect((await homeOf(anna)).team).toBeNull();
    collector.clock.set(tuesday + 8 * day);
    expect((await homeOf(dora)).team?.missed).toEqual([]);
  });
});

describe('absences', () => {
  const path = `/v1/people/${anna}/absences`;
  const vacation = { from: '2026-03-09', until: '2026-03-13', note: 'Skiing' };
  const add = (absence: object, by: string | undefined = anna) =>
    collector.ask('PUT', path, { ...absence, by }, asBot);
  const remove = (from: string, until: string, by = anna) =>
    collector.ask('DELETE', path, { from, until, by }, asBot);

  it('are entered by the person, once however often it is sent, under their name in the change log', async () => {
    expect((await add(vacation)).body).toEqual({ changed: true, version: 1 });
    expect((await add(vacation)).body).toEqual({ changed: false, version: 1 });
    expect((await homeOf(anna)).settings.absences).toEqual([vacation]);
    const log = await collector.db.selectFrom('settings').select(['name', 'changed_by']).execute();
    expect(log).toEqual([{ name: 'people', changed_by: anna }]);
  });

  it('keep what else is known of the person, and the note of the same days is the newest', async () => {
    await put('people', { people: [{ slackUser: anna, capacity: 7, experience: 3 }, { slackUser: bert }] });
    await add(vacation);
    await add({ ...vacation, note: 'Skating' });
    await add({ from: '2026-03-05', until: '2026-03-05' });
    const [first, second] = await peopleOf();
    expect(first).toMatchObject({ slackUser: anna, capacity: 7, experience: 3 });
    expect(first.absences).toEqual([
      { from: '2026-03-05', until: '2026-03-05' },
      { ...vacation, note: 'Skating' },
    ]);
    expect(second).toMatchObject({ slackUser: bert, absences: [] });
  });

  it('are removed by their days, once', async () => {
    await add(vacation);
    expect((await remove('2026-03-09', '2026-03-12')).body).toEqual({ changed: false, version: 1 });
    expect((await remove('2026-03-09', '2026-03-13')).body).toEqual({ changed: true, version: 2 });
    expect((await remove('2026-03-09', '2026-03-13')).body).toEqual({ changed: false, version: 2 });
    expect((await homeOf(anna)).settings.absences).toEqual([]);
  });

  it('may be entered for others by managers only, and by whoever has an admin’s key', async () => {
    await put('people', { people: [], manager: dora });
    expect((await add(vacation, bert)).body).toMatchObject({
      status: 422,
      errors: [{ path: 'by', message: 'only managers may change this' }],
    });
    expect((await add(vacation, dora)).body).toMatchObject({ changed: true });
    expect(
      (await collector.ask('PUT', path, { from: '2026-05-01', until: '2026-05-01' }, asAdmin)).body,
    ).toMatchObject({ changed: true });
    const unnamed = await collector.ask('PUT', path, vacation, asBot);
    expect(unnamed.body.errors).toEqual([{ path: 'by', message: 'say who in Slack changes this' }]);
  });

  it.each([
    ['until', { from: '2026-03-09', until: '2026-03-08' }],
    ['from', { from: 'tomorrow', until: '2026-03-08' }],
    ['until', { from: '2026-03-09', until: '2026-02-30' }],
    ['note', { ...vacation, note: 'x'.repeat(201) }],
  ])('name the field %s that is wrong', async (field, absence) => {
    const answer = await add(absence);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].path).toBe(field);
  });

  it('of somebody whom Slack cannot know are refused', async () => {
    const answer = await collector.ask('PUT', '/v1/people/anna/absences', { ...vacation, by: anna }, asBot);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].path).toBe('slackUser');
  });

  it('show while they last, in the person’s own time zone', async () => {
    const hours = { timeZone: 'Pacific/Auckland', days: [1, 2, 3, 4, 5], from: '08:00', to: '16:00' };
    await put('people', {
      people: [{ slackUser: anna, hours, absences: [{ from: '2026-03-01', until: '2026-03-03' }] }],
    });
    collector.clock.set(Date.parse('2026-03-03T10:59:00Z'));
    expect((await homeOf(anna)).settings).toMatchObject({ hours, absences: [{ until: '2026-03-03' }] });
    collector.clock.set(Date.parse('2026-03-03T11:00:00Z')); // midnight in Auckland
    expect((await homeOf(anna)).settings.absences).toEqual([]);
  });

  it('are both kept when ten people enter theirs at once', async () => {
    const people = Array.from({ length: 10 }, (_, n) => `U0PERSON${n}`);
    const answers = await Promise.all(
      people.map((slackUser) =>
        collector.ask('PUT', `/v1/people/${slackUser}/absences`, { ...vacation, by: slackUser }, asBot),
      ),
    );
    expect(answers.map(({ body }) => body.version).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, n) => n + 1),
    );
    expect((await peopleOf()).map((one: { slackUser: string }) => one.slackUser).toSorted()).toEqual(people);
  });
});

describe('notification hours', () => {
  const set = (notify: unknown, by = anna) =>
    collector.ask('PUT', `/v1/people/${anna}/notify`, { notify, by }, asBot);

  it('are set, shown, and taken away', async () => {
    expect((await set({ from: '10:00', to: '15:30' })).body).toEqual({ changed: true, version: 1 });
    expect((await homeOf(anna)).settings.notify).toEqual({ from: '10:00', to: '15:30' });
    expect((await set(null)).body).toEqual({ changed: true, version: 2 });
    expect((await set(null)).body).toEqual({ changed: false, version: 2 });
    expect((await homeOf(anna)).settings.notify).toBeNull();
  });

  it('are refused where they are none', async () => {
    expect((await set({ from: '25:00', to: '15:30' })).body.errors[0].path).toBe('notify.from');
    expect((await set({ from: '10:00', to: '15:30' }, bert)).status).toBe(422);
  });
});

describe('the people of a pool', () => {
  const set = (members: string[], by = dora, name = 'Sales') =>
    collector.ask('PUT', `/v1/pools/${encodeURIComponent(name)}/members`, { members, by }, asBot);
  beforeEach(async () => {
    await put('routing', routing());
    await put('people', { people: [], manager: dora });
  });

  it('are changed by a manager, and the next lead goes to them', async () => {
    expect((await set([dora])).body).toEqual({ changed: true, version: 2 });
    expect((await set([dora])).body).toEqual({ changed: false, version: 2 });
    expect((await homeOf(dora)).team?.pools[0]).toEqual({ name: 'Sales', members: [dora] });
    expect((await hot()).assignment.owner).toBe(dora);
  });

  it('are found by any name that a pool may have', async () => {
    const name = 'EMEA/DE 50% ü?#';
    const { pools, ...rest } = routing();
    await put('routing', { ...rest, pools: [...pools, { ...pools[1], name }] });
    expect((await set([anna], dora, name)).body).toEqual({ changed: true, version: 3 });
    expect((await homeOf(dora)).team?.pools.at(-1)).toEqual({ name, members: [anna] });
  });

  it('are not changed by others, and never to nobody', async () => {
    expect((await set([anna], anna)).body.errors[0].path).toBe('by');
    expect((await set([])).body.errors[0].path).toBe('members');
    expect((await set([dora], dora, 'Sails')).status).toBe(404);
  });
});

it('is for the bot’s key only, and asks for a person', async () => {
  expect((await collector.ask('GET', `/v1/home?slackUser=${anna}`)).status).toBe(401);
  const nobody = await collector.ask('GET', '/v1/home?slackUser=anna', undefined, asBot);
  expect(nobody.body.errors[0].path).toBe('slackUser');
});
