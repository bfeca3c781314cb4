import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { defaultSettings } from '../src/domain/defaults.ts';
import { asAdmin, asBot, day, hour, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

let collector: TestCollector;
const euros = (amount: number) => ({ amount, currency: 'EUR' });
const program = {
  ...defaultSettings.referrals,
  qualified: euros(25_000),
  won: euros(100_000),
  wonByDealValue: [{ from: euros(5_000_000), reward: euros(200_000) }],
  approver: 'U0APPROVER',
  announceIn: '#wins',
};

beforeAll(async () => {
  collector = await startCollector();
  await put('referrals', program);
  await put('people', { people: [], manager: 'U0MANAGER' });
});
afterAll(() => collector.stop());

async function put(name: string, value: object): Promise<void> {
  const { headers } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const match = { ...asAdmin, 'If-Match': headers.get('etag') ?? '' };
  expect((await collector.ask('PUT', `/v1/settings/${name}`, value, match)).status).toBe(200);
}

let count = 0;
async function refer(more: object = {}) {
  count += 1;
  const body = {
    submission: `V1${count}-hash`,
    via: 'command',
    referrer: 'U0EMMA001',
    name: `Friend ${count}`,
    company: `Friendly ${count} AG`,
    email: `friend${count}@befriended${count}.ch`,
    ...more,
  };
  return (await collector.ask('POST', '/v1/referrals', body, asBot)).body;
}
const stage = (id: string, body: object) => collector.ask('POST', `/v1/leads/${id}/stage`, body, asAdmin);
const admin = (method: string, path: string, body?: object) => collector.ask(method, path, body, asAdmin);
const rewardsOf = async (referralId: string) =>
  (await admin('GET', '/v1/rewards?limit=200')).body.data
    .filter((reward: { referralId: string }) => reward.referralId === referralId)
    .toReversed();
const decide = (id: string, what: string, body: object = {}, as = asBot) =>
  collector.ask('POST', `/v1/rewards/${id}/${what}`, { by: 'U0APPROVER', ...body }, as);

/** What was owed about a lead, in order: to whom, what, and the amount. */
async function owed(leadId: string) {
  const rows = await collector.db
    .selectFrom('deliveries')
    .select(['kind', 'channel', 'payload'])
    .where('lead_id', '=', leadId as never)
    .where('kind', 'in', ['referral_message', 'reward_decision', 'referral_announcement'])
    .orderBy('id')
    .execute();
  return rows.map(({ kind, channel, payload }) => {
    const { message } = JSON.parse(payload);
    const what = message ? [message.event, message.reward?.amount ?? null] : [kind];
    return [channel, ...what];
  });
}

/** A referral whose lead went all the way, with its two rewards. */
async function wonReferral(won: object = {}, more: object = {}) {
  const referral = await refer(more);
  await stage(referral.leadId, { stage: 'sql' });
  await stage(referral.leadId, { stage: 'customer', ...won });
  const [qualified, forWin] = await rewardsOf(referral.id);
  return { referral, qualified, won: forWin };
}

describe('a reward', () => {
  it('is earned as the lead is qualified and won, with rule, promise and the approver asked', async () => {
    const { referral, qualified, won } = await wonReferral({ revenue: euros(6_000_000) });
    expect(qualified).toMatchObject({
      program: 'employee',
      referrer: 'U0EMMA001',
      kind: 'qualified',
      amount: euros(25_000),
      state: 'pending',
      promisedUntil: '2026-03-10T10:00:00.000Z',
      isLate: false,
      steps: [{ state: 'pending', by: null }],
    });
    expect(qualified.id).toMatch(/^rwd_/);
    expect(won).toMatchObject({
      kind: 'won',
      amount: euros(200_000),
      rule: { dealValue: euros(6_000_000), wonByDealValue: program.wonByDealValue },
    });
    expect(await owed(referral.leadId)).toEqual([
      ['U0EMMA001', 'submitted', null],
      ['U0EMMA001', 'qualified', 25_000],
      ['U0APPROVER', 'reward_decision'],
      ['U0EMMA001', 'won', 200_000],
      ['U0APPROVER', 'reward_decision'],
      ['#wins', 'won', null],
    ]);
  });

  it('goes by the value that the deal had before, where winning it says none', async () => {
    const referral = await refer();
    await stage(referral.leadId, { stage: 'sql', value: euros(100) });
    await stage(referral.leadId, {
      stage: 'opportunity',
      value: euros(6_000_000),
      at: '2026-03-03T10:00:01Z',
    });
    await stage(referral.leadId, { stage: 'customer', at: '2026-03-03T10:00:02Z' });
    expect((await rewardsOf(referral.id))[1].amount).toEqual(euros(200_000));
  });

  it('is earned once, whatever is sent again or at the same moment', async () => {
    const referral = await refer();
    const events = [
      { stage: 'sql', eventId: 'a' },
      { stage: 'customer', eventId: 'b' },
    ];
    for (const event of [...events, ...events]) await stage(referral.leadId, event);
    await Promise.all(
      Array.from({ length: 6 }, (_, turn) =>
        stage(referral.leadId, { stage: turn % 2 ? 'opportunity' : 'customer' }),
      ),
    );
    const kinds = (await rewardsOf(referral.id)).map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(['qualified', 'won']);
  });

  it('is earned once also where a referral came to a state twice', async () => {
    const { referral } = await wonReferral();
    const before = [await rewardsOf(referral.id), (await owed(referral.leadId)).length];
    await collector.db
      .updateTable('referrals')
      .set({ state: 'accepted' })
      .where('id', '=', referral.id)
      .execute();
    collector.clock.set(collector.clock.now() + 1000);
    await stage(referral.leadId, { stage: 'sql' });
    const after = [await rewardsOf(referral.id), (await owed(referral.leadId)).length];
    // both states and the channel are told again, the rewards are not asked for again
    expect(after).toEqual([before[0], Number(before[1]) + 3]);
  });

  it('keeps the rule it was earned under when the settings change', async () => {
    const { referral } = await wonReferral();
    const before = await rewardsOf(referral.id);
    await put('referrals', { ...program, qualified: euros(1), won: euros(2) });
    expect(await rewardsOf(referral.id)).toEqual(before);
    await put('referrals', program);
  });

  it('needs a referral: a visit with an employee’s code earns nothing', async () => {
    await refer();
    const { code } = await collector.db
      .selectFrom('codes')
      .select('code')
      .where('referrer', '=', 'U0EMMA001')
      .executeTakeFirstOrThrow();
    const before = (await admin('GET', '/v1/rewards?limit=200')).body.data.length;
    const lead = await leadOf(collector.ask, demoRequest({ visitor: v7(), ref: code }));
    await stage(lead.id, { stage: 'customer' });
    expect((await admin('GET', '/v1/rewards?limit=200')).body.data).toHaveLength(before);
  });

  it('is not earned by a duplicate', async () => {
    const first = await refer({ email: 'known@known.ch' });
    const second = await refer({ email: 'known@known.ch', referrer: 'U0OTTO002' });
    expect(second.state).toBe('duplicate');
    await stage(first.leadId, { stage: 'sql' });
    expect(await rewardsOf(second.id)).toEqual([]);
    expect(await rewardsOf(first.id)).toHaveLength(1);
  });
});

describe('a decision', () => {
  it('approves once: the same event changes nothing, another is told the state', async () => {
    const { referral, qualified } = await wonReferral();
    const first = await decide(qualified.id, 'approve', { eventId: 'press-1' });
    expect([first.status, first.body.state]).toEqual([200, 'approved']);
    expect(first.body.steps.at(-1)).toMatchObject({ state: 'approved', by: 'U0APPROVER' });
    const again = await decide(qualified.id, 'approve', { eventId: 'press-1' });
    expect([again.status, again.body]).toEqual([200, first.body]);
    const other = await decide(qualified.id, 'approve', { eventId: 'press-2' });
    expect([other.status, other.body.state, other.body.detail]).toEqual([
      409,
      'approved',
      'the reward is approved already',
    ]);
    expect((await decide(qualified.id, 'reject', { reason: 'Too late' })).status).toBe(409);
    expect((await owed(referral.leadId)).filter(([, what]) => what === 'reward_approved')).toEqual([
      ['U0EMMA001', 'reward_approved', 25_000],
    ]);
  });

  it('of two at the same moment is one', async () => {
    const { qualified } = await wonReferral();
    const answers = await Promise.all([
      decide(qualified.id, 'approve'),
      decide(qualified.id, 'reject', { reason: 'No' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it('is the approver’s in Slack, and nobody’s about their own reward', async () => {
    const { qualified } = await wonReferral();
    const refused = await decide(qualified.id, 'approve', { by: 'U0BEN0003' });
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'by']);
    expect((await admin('GET', `/v1/rewards/${qualified.id}`)).body.approver).toBe('U0APPROVER');
    const own = await wonReferral({}, { referrer: 'U0APPROVER' });
    expect((await decide(own.qualified.id, 'approve')).status).toBe(422);
    expect((await decide(own.qualified.id, 'approve', { by: 'U0MANAGER' })).status).toBe(200);
    expect((await admin('POST', `/v1/rewards/${qualified.id}/approve`, {})).body.state).toBe('approved');
  });

  it('to reject says why, to the referrer too', async () => {
    const { referral, qualified } = await wonReferral();
    expect((await decide(qualified.id, 'reject')).body.errors[0].path).toBe('reason');
    const { body } = await decide(qualified.id, 'reject', { reason: 'They were our idea' });
    expect(body).toMatchObject({ state: 'rejected', reason: 'They were our idea' });
    expect((await owed(referral.leadId)).filter(([, what]) => what === 'reward_rejected')).toHaveLength(1);
  });

  it('about a reward that there is not is 404', async () => {
    for (const what of ['approve', 'reject', 'reverse'])
      expect((await decide('rwd_none', what, { reason: 'None' })).status).toBe(404);
    expect((await admin('GET', '/v1/rewards/rwd_none')).status).toBe(404);
    expect((await admin('POST', '/v1/payouts/pay_none/confirm', {})).status).toBe(404);
    expect((await admin('GET', '/v1/payouts/pay_none/file')).status).toBe(404);
  });
});

describe('the way out', () => {
  it('takes back what is not paid when the deal is lost, once, and says so', async () => {
    const referral = await refer();
    await stage(referral.leadId, { stage: 'sql' });
    const lost = { stage: 'lost', reason: 'No budget', eventId: 'lost' };
    await stage(referral.leadId, lost);
    await stage(referral.leadId, lost);
    const [reward, ...more] = await rewardsOf(referral.id);
    expect(more).toEqual([]);
    expect(reward).toMatchObject({ state: 'reversed', reason: 'No budget' });
    expect(reward.steps.map(({ state }: { state: string }) => state)).toEqual(['pending', 'reversed']);
    expect((await owed(referral.leadId)).slice(-5)).toEqual([
      ['U0EMMA001', 'qualified', 25_000],
      ['U0APPROVER', 'reward_decision'],
      ['U0EMMA001', 'lost', null],
      ['U0EMMA001', 'reward_reversed', 25_000],
      ['U0APPROVER', 'reward_decision'],
    ]);
  });

  it('takes back both when a customer cancels, also what was approved', async () => {
    const { referral, qualified } = await wonReferral();
    await decide(qualified.id, 'approve');
    await stage(referral.leadId, { stage: 'lost' });
    const rewards = await rewardsOf(referral.id);
    expect(rewards.map(({ state, reason }: { state: string; reason: string }) => [state, reason])).toEqual([
      ['reversed', 'The customer cancelled'],
      ['reversed', 'The customer cancelled'],
    ]);
    await stage(referral.leadId, { stage: 'customer' });
    expect(await rewardsOf(referral.id)).toEqual(rewards);
  });
});

describe('a payout', () => {
  beforeAll(async () => {
    await collector.stop();
    collector = await startCollector();
    await put('referrals', { ...program, payroll: { wageType: '4711', employeeIds: { U0EMMA001: '=42' } } });
  });
  const march = { month: '2026-03', program: 'employee', format: 'payroll' };
  const file = async (id: string) => (await admin('GET', `/v1/payouts/${id}/file`)).body;

  it('is nothing while nothing is approved', async () => {
    await wonReferral();
    const { status, body } = await admin('POST', '/v1/payouts', march);
    expect([status, body.detail]).toEqual([409, expect.stringContaining('2026-03')]);
    expect((await admin('POST', '/v1/payouts', { ...march, month: '2026-13' })).status).toBe(422);
    expect((await collector.ask('POST', '/v1/payouts', march, asBot)).status).toBe(403);
  });

  it('holds what is approved once, stays the same however often it is asked for, and is paid once', async () => {
    const { referral, qualified, won } = await wonReferral();
    await decide(qualified.id, 'approve', { eventId: 'U0APPROVER:1:reward_approve' });
    const answers = await Promise.all(Array.from({ length: 4 }, () => admin('POST', '/v1/payouts', march)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 201]);
    const [payout] = answers.map(({ body }) => body);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(payout).toMatchObject({ state: 'exported', count: 1, totals: [euros(25_000)] });
    const csv = await file(payout.id);
    expect(csv).toBe(
      'employee_id,wage_type,period,amount,currency,reference\r\n' +
        `'=42,4711,2026-03,250.00,EUR,${qualified.id}\r\n`,
    );
    await decide(won.id, 'approve');
    await put('referrals', program);
    expect((await admin('POST', '/v1/payouts', march)).body.id).toBe(payout.id);
    expect(await file(payout.id)).toBe(csv);

    for (let turn = 0; turn < 2; turn += 1)
      expect((await admin('POST', `/v1/payouts/${payout.id}/confirm`, {})).body.state).toBe('confirmed');
    const [paid, stillApproved] = await rewardsOf(referral.id);
    expect([paid.state, paid.payoutId, stillApproved.state]).toEqual(['paid', payout.id, 'approved']);
    // all in one moment of the clock: who paid comes last
    const steps = paid.steps.map(({ state }: { state: string }) => state);
    expect(steps).toEqual(['pending', 'approved', 'paid']);
    const told = await owed(referral.leadId);
    expect(told.filter(([, what]) => what === 'reward_paid')).toEqual([['U0EMMA001', 'reward_paid', 25_000]]);

    const next = await admin('POST', '/v1/payouts', march);
    expect([next.status, next.body.totals]).toEqual([201, [euros(100_000)]]);
    await admin('POST', `/v1/payouts/${next.body.id}/confirm`, {});
    expect((await admin('POST', '/v1/payouts', march)).body.id).toBe(next.body.id);
  });

  it('is recognised by its event also when there is a later one', async () => {
    const { qualified, won } = await wonReferral();
    await decide(qualified.id, 'approve');
    const first = (await admin('POST', '/v1/payouts', { ...march, eventId: 'run-1' })).body;
    await admin('POST', `/v1/payouts/${first.id}/confirm`, {});
    await decide(won.id, 'approve');
    expect((await admin('POST', '/v1/payouts', { ...march, eventId: 'run-1' })).body.id).toBe(first.id);
    const second = (await admin('POST', '/v1/payouts', { ...march, eventId: 'run-2' })).body;
    expect(second.id).not.toBe(first.id);
    await admin('POST', `/v1/payouts/${second.id}/confirm`, {});
  });

  it('that payroll could not pay frees what it held for the next', async () => {
    const { referral, qualified } = await wonReferral();
    await decide(qualified.id, 'approve');
    const failed = (await admin('POST', '/v1/payouts', march)).body;
    for (let turn = 0; turn < 2; turn += 1)
      expect((await admin('POST', `/v1/payouts/${failed.id}/fail`, {})).body.state).toBe('failed');
    const refused = await admin('POST', `/v1/payouts/${failed.id}/confirm`, {});
    expect([refused.status, refused.body.state]).toEqual([409, 'failed']);
    const next = await admin('POST', '/v1/payouts', march);
    expect([next.status, next.body.totals]).toEqual([201, failed.totals]);
    await admin('POST', `/v1/payouts/${next.body.id}/confirm`, {});
    expect((await admin('POST', `/v1/payouts/${next.body.id}/fail`, {})).status).toBe(409);
    expect((await rewardsOf(referral.id))[0]).toMatchObject({ state: 'paid', payoutId: next.body.id });
  });

  it('leaves what was paid with who earned it, whoever asks for it back', async () => {
    const { referral, qualified } = await wonReferral();
    await decide(qualified.id, 'approve');
    const { id } = (await admin('POST', '/v1/payouts', march)).body;
    await admin('POST', `/v1/payouts/${id}/confirm`, {});
    const refused = await admin('POST', `/v1/rewards/${qualified.id}/reverse`, { reason: 'Refund' });
    expect([refused.status, refused.body.state]).toEqual([409, 'paid']);
    await stage(referral.leadId, { stage: 'lost' });
    const rewards = await rewardsOf(referral.id);
    expect(rewards.map(({ state }: { state: string }) => state)).toEqual(['paid', 'reversed']);
  });

  it('is answered by a negative entry where the settings say so, which waits for approval and is paid like any', async () => {
    await put('referrals', { ...program, keepAfterPayment: false });
    const { referral, qualified } = await wonReferral();
    await put('referrals', program);
    await decide(qualified.id, 'approve');
    const { id } = (await admin('POST', '/v1/payouts', march)).body;
    // handed to payroll is as good as paid
    const refund = { reason: 'Refund', eventId: 'refund-1' };
    for (let turn = 0; turn < 2; turn += 1)
      expect((await admin('POST', `/v1/rewards/${qualified.id}/reverse`, refund)).status).toBe(200);
    await stage(referral.leadId, { stage: 'lost' });
    await admin('POST', `/v1/payouts/${id}/confirm`, {});
    const [paid, win, back, ...more] = await rewardsOf(referral.id);
    expect(more).toEqual([]);
    expect([paid.state, paid.amount, win.state]).toEqual(['paid', euros(25_000), 'reversed']);
    expect(back).toMatchObject({
      amount: euros(-25_000),
      reversalOf: paid.id,
      state: 'pending',
      reason: 'Refund',
      promisedUntil: null,
    });
    expect((await owed(referral.leadId)).filter(([, what]) => what === 'reward_taken_back')).toEqual([
      ['U0EMMA001', 'reward_taken_back', 25_000],
    ]);
    await decide(back.id, 'approve');
    const deduction = (await admin('POST', '/v1/payouts', march)).body;
    expect(deduction.totals).toEqual([euros(-25_000)]);
    expect(await file(deduction.id)).toContain(',-250.00,EUR,');
  });
});

describe('promises', () => {
  beforeAll(async () => {
    await collector.stop();
    collector = await startCollector();
    await put('referrals', program);
    await put('people', { people: [], manager: 'U0MANAGER' });
  });

  it('of an answer within 24 hours are escalated once when nobody looked, and not when somebody did', async () => {
    const waiting = await refer();
    const seen = await refer();
    await collector.ask('POST', `/v1/leads/${seen.leadId}/claim`, { owner: 'U0SALES01' }, asBot);
    await collector.passTo(tuesday + 24 * hour - 1);
    expect(await owed(waiting.leadId)).toHaveLength(1);
    await collector.passTo(tuesday + 3 * day);
    expect((await owed(waiting.leadId)).slice(1)).toEqual([['U0MANAGER', 'overdue', null]]);
    expect((await owed(seen.leadId)).slice(1)).toEqual([]);
  });

  it('reach a channel where no manager is named', async () => {
    await put('people', { people: [] });
    const { leadId } = await refer();
    await collector.passTo(collector.clock.now() + 25 * hour);
    expect((await owed(leadId)).slice(1)).toEqual([['#leads', 'overdue', null]]);
  });

  it('of payment that end unpaid are told to the approver, once each, and not when it was paid or reversed', async () => {
    const referral = await refer();
    await stage(referral.leadId, { stage: 'sql' });
    const earnedAt = collector.clock.now();
    await collector.passTo(earnedAt + 2 * day);
    await stage(referral.leadId, { stage: 'customer' });
    const other = await wonReferral();
    for (const { id } of [other.qualified, other.won])
      await admin('POST', `/v1/rewards/${id}/reverse`, { reason: 'Refund' });
    await collector.passTo(earnedAt + 30 * day);
    const late = async (leadId: string) => (await owed(leadId)).filter(([, what]) => what === 'reward_late');
    expect(await late(referral.leadId)).toEqual([
      ['U0APPROVER', 'reward_late', 25_000],
      ['U0APPROVER', 'reward_late', 100_000],
    ]);
    expect(await late(other.referral.leadId)).toEqual([]);
  });

  it('of payment within five working days show what is late, until it is paid', async () => {
    collector.clock.set(tuesday + 28 * day);
    const { qualified } = await wonReferral();
    const late = async () =>
      (await admin('GET', '/v1/rewards?late=true&program=employee')).body.data.map(
        ({ id, isLate }: { id: string; isLate: boolean }) => [id, isLate],
      );
    collector.clock.set(Date.parse(qualified.promisedUntil));
    expect(await late()).not.toContainEqual([qualified.id, true]);
    collector.clock.set(Date.parse(qualified.promisedUntil) + 1);
    expect(await late()).toContainEqual([qualified.id, true]);
    await decide(qualified.id, 'approve');
    expect(await late()).toContainEqual([qualified.id, true]);
    await admin('POST', `/v1/rewards/${qualified.id}/reverse`, { reason: 'Refund' });
    expect(await late()).not.toContainEqual([qualified.id, true]);
  });
});

describe('the list, the leaderboard and thanks', () => {
  it('lists the ledger by state and referrer, page by page', async () => {
    for (let turn = 0; turn < 3; turn += 1) await wonReferral({}, { referrer: 'U0LISA010' });
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path = `/v1/rewards?referrer=U0LISA010&state=pending&limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await admin('GET', path);
      ids.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(ids).toHaveLength(6);
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect((await admin('GET', '/v1/rewards?state=owing')).body.errors[0].path).toBe('state');
  });

  it('searches by whoever referred in a body: an address stands in no URL', async () => {
    await wonReferral({}, { referrer: 'U0LISA020' });
    const search = (body: object) => admin('POST', '/v1/rewards/search', body);
    const { body } = await search({ referrer: 'U0LISA020', state: 'pending', held: false, limit: 1 });
    expect(body.data).toMatchObject([{ referrer: 'U0LISA020' }]);
    const next = await search({ referrer: 'U0LISA020', cursor: body.nextCursor });
    expect(next.body).toMatchObject({ data: [{ referrer: 'U0LISA020' }], nextCursor: null });
    expect((await search({ referrer: 'carla@customer.example' })).body.data).toEqual([]);
    expect((await search({ limit: 1000 })).body.errors[0].path).toBe('limit');
    const asked = await admin('GET', '/v1/rewards?referrer=carla%40customer.example');
    expect([asked.status, asked.body.errors[0]]).toEqual([
      422,
      { path: 'referrer', message: 'a Slack user id; others are searched by POST /v1/rewards/search' },
    ]);
  });

  it('ranks the people of the quarter with their amounts', async () => {
    await put('referrals', { ...program, teams: [{ name: 'Support', members: ['U0LISA010'] }] });
    const { body } = await admin('GET', '/v1/reports/referrals?quarter=2026-Q1');
    expect(body).toMatchObject({ quarter: '2026-Q1', timeZone: 'UTC', from: '2026-01-01T00:00:00.000Z' });
    const now = (await admin('GET', '/v1/reports/referrals')).body;
    expect(now.rows.find(({ referrer }: { referrer: string }) => referrer === 'U0LISA010')).toEqual({
      referrer: 'U0LISA010',
      team: 'Support',
      referrals: 3,
      qualified: 3,
      won: 3,
      pending: [euros(375_000)],
      approved: [],
      paid: [],
    });
    expect(now.teams).toMatchObject([{ team: 'Support', won: 3 }]);
    expect((await admin('GET', '/v1/reports/referrals?quarter=2026-Q5')).status).toBe(422);
  });

  it('takes one thank a person, never one’s own, and tells whoever referred', async () => {
    const { referral } = await wonReferral();
    const thank = async (by: string) =>
      (await collector.ask('POST', `/v1/referrals/${referral.id}/thank`, { by }, asBot)).body.outcome;
    expect(await Promise.all([thank('U0BEN0003'), thank('U0BEN0003')])).toEqual(
      expect.arrayContaining(['thanked', 'repeated']),
    );
    expect([await thank('U0CARA004'), await thank('U0EMMA001')]).toEqual(['thanked', 'own']);
    expect((await owed(referral.leadId)).filter(([, what]) => what === 'thanked')).toHaveLength(2);
    const unknown = await collector.ask('POST', '/v1/referrals/ref_none/thank', { by: 'U0BEN0003' }, asBot);
    expect(unknown.status).toBe(404);
  });
});

describe('a moment to ask for a referral', () => {
  const ask = async (body: object) =>
    (await collector.ask('POST', '/v1/referrals/ask-moments', body, asAdmin)).body.outcome;

  it('asks the owner of the account once a season, and promoters only', async () => {
    const lead = await leadOf(collector.ask, demoRequest({ email: 'ceo@happy-customer.ch' }));
    const about = { email: 'else@happy-customer.ch' };
    expect(await ask({ ...about, moment: 'renewal', eventId: 'm0' })).toBe('no_owner');
    await collector.ask('POST', `/v1/leads/${lead.id}/claim`, { owner: 'U0SALES01' }, asBot);
    expect(await ask({ ...about, moment: 'nps', score: 8, eventId: 'm1' })).toBe('low_score');
    expect(await ask({ ...about, moment: 'nps', score: 9, eventId: 'm2' })).toBe('asked');
    expect(await ask({ ...about, moment: 'nps', score: 9, eventId: 'm2' })).toBe('asked');
    const account = { account: 'happy-customer.ch' };
    expect(await ask({ ...account, moment: 'renewal', eventId: 'm3' })).toBe('asked_lately');
    collector.clock.set(collector.clock.now() + 91 * day);
    expect(await ask({ ...account, moment: 'ticket_solved', eventId: 'm4' })).toBe('asked');
    const asked = await collector.db
      .selectFrom('deliveries')
      .select('channel')
      .where('payload', 'like', '%"ask"%')
      .execute();
    expect(asked).toEqual([{ channel: 'U0SALES01' }, { channel: 'U0SALES01' }]);
  });

  it('names what is missing', async () => {
    const errors = async (body: object) =>
      (await collector.ask('POST', '/v1/referrals/ask-moments', body, asAdmin)).body.errors[0].path;
    expect(await errors({ moment: 'renewal', eventId: 'm5' })).toBe('account');
    expect(await errors({ account: 'a.ch', moment: 'nps', eventId: 'm5' })).toBe('score');
    expect(await ask({ account: 'nobody-knows.ch', moment: 'renewal', eventId: 'm6' })).toBe(
      'unknown_account',
    );
  });
});

describe('the form in Slack', () => {
  const strict = (body: object) =>
    collector.ask(
      'POST',
      '/v1/referrals',
      { via: 'command', referrer: 'U0EMMA001', name: 'Max', company: 'Muster AG', strict: true, ...body },
      asBot,
    );
  const objection = async (body: object) => {
    const { status, body: answer } = await strict({ submission: v7(), ...body });
    return [status, answer.errors?.[0].path, answer.errors?.[0].message];
  };

  it('hears at the field that the person is known, and nothing is stored', async () => {
    const lead = await leadOf(
      collector.ask,
      demoRequest({ email: 'known@demo.ch', phone: '+41 44 111 22 33' }),
    );
    const thanks = 'so a referral would not count. Thank you for thinking of us.';
    expect(await objection({ email: 'known@demo.ch' })).toEqual([
      422,
      'email',
      `We know this person already, ${thanks}`,
    ]);
    expect((await objection({ phone: '+41 44 111 22 33' }))[1]).toBe('phone');
    await stage(lead.id, { stage: 'customer' });
    expect((await objection({ email: 'known@demo.ch' }))[2]).toBe(
      `They are a customer of ours already, ${thanks}`,
    );
    const { referrals } = await collector.db
      .selectFrom('referrals')
      .select((row) => row.fn.countAll<number>().as('referrals'))
      .where('lead_id', '=', lead.id as never)
      .executeTakeFirstOrThrow();
    expect(referrals).toBe(0);
  });

  it('hears whose referral came first, and a form sent twice is one referral', async () => {
    const own = { submission: 'V-strict-1', email: 'first@first.ch' };
    const answers = [await strict(own), await strict(own)];
    expect(answers.map(({ status }) => status)).toEqual([201, 200]);
    expect((await objection({ email: 'first@first.ch' }))[2]).toMatch(/^You referred this person before/);
    expect((await objection({ email: 'first@first.ch', referrer: 'U0OTTO002' }))[2]).toMatch(
      /^Somebody else referred this person first/,
    );
  });

  it('lets nobody refer themselves or somebody of the own company', async () => {
    const referrerEmail = 'emma@acme-group.com';
    expect(await objection({ email: 'Emma+x@acme-group.com', referrerEmail })).toEqual([
      422,
      'email',
      'This is your own address. Please refer somebody else: we know you already.',
    ]);
    await put('sources', { ...defaultSettings.sources, ownDomains: ['acme-shop.com'] });
    expect((await objection({ email: 'boss@acme-shop.com' }))[2]).toContain('our own company');
  });
});
