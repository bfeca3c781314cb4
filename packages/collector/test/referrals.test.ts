import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { defaultSettings } from '../src/domain/defaults.ts';
import { asAdmin, asBot, startCollector, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

let collector: TestCollector;
const program = {
  ...defaultSettings.referrals,
  qualified: { amount: 25_000, currency: 'EUR' },
  won: { amount: 100_000, currency: 'EUR' },
  wonByDealValue: [
    { from: { amount: 5_000_000, currency: 'EUR' }, reward: { amount: 200_000, currency: 'EUR' } },
    { from: { amount: 1_000_000, currency: 'EUR' }, reward: { amount: 150_000, currency: 'EUR' } },
  ],
};
const euros = (amount: number) => ({ amount, currency: 'EUR' });

beforeAll(async () => {
  collector = await startCollector();
  await collector.ask('PUT', '/v1/settings/referrals', program, { ...asAdmin, 'If-Match': '"0"' });
});
afterAll(() => collector.stop());
/** Each test begins with an employee of whom nothing is known: many referrals of one are looked at. */
beforeEach(async () => {
  await collector.db.updateTable('referrals').set({ referrer: 'U0FORMER1' }).execute();
});

let count = 0;
const referral = (more: object = {}) => {
  count += 1;
  return {
    submission: `V0${count}-hash`,
    via: 'command',
    referrer: 'U0EMMA001',
    name: `Friend ${count} Of Emma`,
    company: `Friendly ${count} AG`,
    email: `friend${count}@friendly${count}.ch`,
    ...more,
  };
};
const refer = (body: object) => collector.ask('POST', '/v1/referrals', body, asBot);
const lead = async (id: string) => (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const stage = (id: string, body: object) => collector.ask('POST', `/v1/leads/${id}/stage`, body, asAdmin);
const list = async (query = '') =>
  (await collector.ask('GET', `/v1/referrals?limit=200${query}`, undefined, asBot)).body.data;

/** What the referrers were told about a lead, in order. */
async function told(leadId: string): Promise<{ to: string; event: string; [field: string]: unknown }[]> {
  const rows = await collector.db
    .selectFrom('deliveries')
    .select(['channel', 'payload'])
    .where('lead_id', '=', leadId as never)
    .where('kind', '=', 'referral_message')
    .orderBy('id')
    .execute();
  return rows.map(({ channel, payload }) => ({ to: channel, ...JSON.parse(payload).message }));
}

describe('a referral', () => {
  it('is the same record by each of the three ways', async () => {
    const made = [];
    for (const via of ['command', 'message_shortcut', 'global_shortcut']) {
      const sent = referral({ via, relationship: 'We studied together', introduction: true });
      const answer = await refer(sent);
      expect(answer.status).toBe(201);
      const { id, leadId, name, company, ...record } = answer.body;
      expect([name, company]).toEqual([sent.name, sent.company]);
      const { assignment, stage: at, temperature, originalSource, flags, score } = await lead(leadId);
      const [message] = await told(leadId);
      expect(id).toMatch(/^ref_/);
      const { name: _name, company: _company, ...said } = message!;
      made.push({ record, assignment, at, temperature, originalSource, flags, score, said });
    }
    expect(made[1]).toEqual(made[0]);
    expect(made[2]).toEqual(made[0]);
    expect(made[0]).toMatchObject({
      record: { state: 'submitted', referrer: 'U0EMMA001', reason: null },
      originalSource: { channel: 'Employee Referral', family: 'partnership' },
      temperature: 'hot',
    });
  });

  it('without an introduction starts warm', async () => {
    const { body } = await refer(referral());
    expect((await lead(body.leadId)).temperature).toBe('warm');
  });

  it('tells the employee at once that it arrived and what the next step earns', async () => {
    const sent = referral();
    const { body } = await refer(sent);
    expect(await told(body.leadId)).toEqual([
      {
        to: 'U0EMMA001',
        event: 'submitted',
        name: sent.name,
        company: sent.company,
        reward: null,
        next: euros(25_000),
        reason: null,
      },
    ]);
  });

  it('needs one way to reach the person, of any kind', async () => {
    const { status, body } = await refer(referral({ email: undefined }));
    expect([status, body.errors[0].path]).toEqual([422, 'email']);
    for (const way of [{ phone: '+41 44 123 45 67' }, { linkedin: 'https://linkedin.com/in/a-friend' }])
      expect((await refer(referral({ email: undefined, ...way }))).status).toBe(201);
    expect((await refer(referral({ referrer: 'emma' }))).body.errors[0].path).toBe('referrer');
    expect((await refer(referral({ via: 'pigeon' }))).body.errors[0].path).toBe('via');
  });

  it('that is repeated has one effect and the same answer', async () => {
    const sent = referral();
    const first = await refer(sent);
    const again = await refer(sent);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(await told(first.body.leadId)).toHaveLength(1);
  });

  it('that comes ten times at the same moment has one effect', async () => {
    const sent = referral();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refer(sent)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      ...Array<number>(9).fill(200),
      201,
    ]);
    const [{ body }] = answers as [(typeof answers)[number]];
    for (const answer of answers) expect(answer.body).toEqual(body);
    expect(await told(body.leadId)).toHaveLength(1);
    expect((await lead(body.leadId)).submissions).toHaveLength(1);
  });

  it('that is repeated with other words leaves no trace of them', async () => {
    const sent = referral();
    const first = await refer(sent);
    const again = await refer({ ...sent, email: 'else@elsewhere.ch', name: 'Someone Else', company: 'Else' });
    expect(again.body).toEqual(first.body);
    const { body } = await collector.ask('POST', '/v1/leads/search', { q: 'else' }, asAdmin);
    expect(body.data).toEqual([]);
    const orphans = await collector.db
      .selectFrom('lead_identities')
      .select('value')
      .where('value', 'like', '%elsewhere%')
      .execute();
    expect(orphans).toEqual([]);
  });
});

describe('a duplicate', () => {
  it('of a known lead is said so, and the lead keeps its source', async () => {
    const known = await leadOf(collector.ask, demoRequest({ country: 'DE' }));
    const { status, body } = await refer(referral({ email: known.email.toUpperCase() }));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'duplicate',
      leadId: known.id,
      reason: 'We know this person already',
    });
    expect(await told(known.id)).toMatchObject([{ event: 'duplicate', reward: null, next: null }]);
    expect((await lead(known.id)).originalSource).toEqual(known.originalSource);
    await stage(known.id, { stage: 'customer' });
    expect(await told(known.id)).toHaveLength(1);
  });

  it('of one’s own or of somebody else’s referral says which', async () => {
    const sent = referral();
    const first = await refer(sent);
    const own = await refer(referral({ email: sent.email }));
    const other = await refer(referral({ email: sent.email, referrer: 'U0OTTO002' }));
    expect([own.body.reason, other.body.reason]).toEqual([
      'You referred this person before',
      'Somebody else referred this person first',
    ]);
    await stage(first.body.leadId, { stage: 'sql' });
    const messages = await told(first.body.leadId);
    expect(messages.map(({ to, event }) => [to, event])).toEqual([
      ['U0EMMA001', 'submitted'],
      ['U0EMMA001', 'duplicate'],
      ['U0OTTO002', 'duplicate'],
      ['U0EMMA001', 'qualified'],
    ]);
  });

  it('is one of two who refer the same person at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const email = `both${round}@both.ch`;
      const answers = await Promise.all([
        refer(referral({ email })),
        refer(referral({ email, referrer: 'U0OTTO002' })),
      ]);
      const states = new Set(answers.map(({ body }) => body.state));
      expect(states).toEqual(new Set(['duplicate', 'submitted']));
      expect(answers[0].body.leadId).toBe(answers[1].body.leadId);
    }
  });
});

describe('the way of a referral', () => {
  const stateOf = async (id: string) => (await list()).find((each: { id: string }) => each.id === id);

  it('is accepted when sales claim the lead, without a message', async () => {
    const { body } = await refer(referral());
    await collector.ask('POST', `/v1/leads/${body.leadId}/claim`, { owner: 'U0SALES01' }, asBot);
    expect((await stateOf(body.id)).state).toBe('accepted');
    expect(await told(body.leadId)).toHaveLength(1);
  });

  it.each([
    [null, 100_000],
    [euros(999_999), 100_000],
    [euros(1_000_000), 150_000],
    [euros(9_000_000), 200_000],
    [{ amount: 9_000_000, currency: 'USD' }, 100_000],
  ])('is qualified, then won; a deal of %j earns %i, each told once', async (value, amount) => {
    const { body } = await refer(referral());
    const event = { stage: 'sql', eventId: `sql-${body.id}` };
    await stage(body.leadId, event);
    await stage(body.leadId, event);
    expect((await stateOf(body.id)).state).toBe('qualified');
    const won = { stage: 'customer', eventId: `won-${body.id}`, ...(value && { value }) };
    await stage(body.leadId, won);
    await stage(body.leadId, won);
    expect((await stateOf(body.id)).state).toBe('won');
    expect((await told(body.leadId)).slice(1)).toMatchObject([
      { event: 'qualified', reward: euros(25_000), next: euros(100_000) },
      { event: 'won', reward: euros(amount), next: null },
    ]);
  });

  it('passes every state when sales skip some: each is told', async () => {
    const { body } = await refer(referral());
    await stage(body.leadId, { stage: 'customer' });
    expect((await told(body.leadId)).map(({ event }) => event)).toEqual(['submitted', 'qualified', 'won']);
  });

  it('is the same when the reports of sales come in another order', async () => {
    const { body } = await refer(referral());
    await stage(body.leadId, { stage: 'customer', at: '2026-03-03T09:00:00Z' });
    await stage(body.leadId, { stage: 'sql', at: '2026-03-02T09:00:00Z' });
    expect((await lead(body.leadId)).stage).toBe('customer');
    expect((await told(body.leadId)).map(({ event }) => event)).toEqual(['submitted', 'qualified', 'won']);
  });

  it('ends as rejected, with the reason, when the lead is disqualified', async () => {
    const { body } = await refer(referral());
    const reason = 'They are a competitor';
    await collector.ask('POST', `/v1/leads/${body.leadId}/disqualify`, { reason }, asBot);
    expect(await stateOf(body.id)).toMatchObject({ state: 'rejected', reason });
    expect((await told(body.leadId)).at(-1)).toMatchObject({ event: 'rejected', reason, reward: null });
  });

  it('ends as lost when a qualified lead is lost', async () => {
    const { body } = await refer(referral());
    await stage(body.leadId, { stage: 'sql' });
    await stage(body.leadId, { stage: 'lost', reason: 'No budget' });
    expect(await stateOf(body.id)).toMatchObject({ state: 'lost', reason: 'No budget' });
  });

  it('goes on when the person fills in a form: one lead, the referral its origin', async () => {
    const phone = '+41 44 765 43 21';
    const { body } = await refer(referral({ email: undefined, phone }));
    const joined = await leadOf(collector.ask, demoRequest({ phone, visitor: v7() }));
    expect(joined.id).toBe(body.leadId);
    expect(joined.originalSource.channel).toBe('Employee Referral');
  });
});

describe('codes and the list', () => {
  it('gives an employee one code, however many they refer, also at the same moment', async () => {
    await Promise.all(Array.from({ length: 8 }, () => refer(referral({ referrer: 'U0NINA009' }))));
    const codes = await collector.db
      .selectFrom('codes')
      .select('program')
      .where('referrer', '=', 'U0NINA009')
      .execute();
    expect(codes).toEqual([{ program: 'employee' }]);
  });

  it('lists one’s own, newest first, page by page', async () => {
    const sent = [];
    for (let turn = 0; turn < 5; turn += 1)
      sent.push((await refer(referral({ referrer: 'U0LISA010' }))).body.id);
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path = `/v1/referrals?referrer=U0LISA010&limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await collector.ask('GET', path, undefined, asBot);
      ids.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(ids).toEqual(sent.toReversed());
    expect((await list()).length).toBeGreaterThan(ids.length);
  });

  it('hides nothing in the lead’s card: who referred it', async () => {
    const { body } = await refer(referral({ introduction: true }));
    const leased: { kind: string; payload: { lead: { id: string }; referredBy: string } }[] = [];
    for (
      let round = 0;
      round < 20 && leased.every(({ payload }) => payload.lead?.id !== body.leadId);
      round += 1
    )
      leased.push(
        ...(await collector.ask('POST', '/v1/deliveries/lease', { max: 100 }, asBot)).body.data.filter(
          ({ kind }: { kind: string }) => kind === 'lead_card',
        ),
      );
    const card = leased.find(({ payload }) => payload.lead.id === body.leadId);
    expect(card?.payload.referredBy).toBe('U0EMMA001');
  });
});
