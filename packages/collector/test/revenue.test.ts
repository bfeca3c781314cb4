import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings } from '../src/domain/defaults.ts';
import { asAdmin, asBot, day, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

let collector: TestCollector;
const money = (amount: number, currency = 'EUR') => ({ amount, currency });
const program = {
  ...defaultSettings.referrals,
  qualified: money(25_000),
  won: money(100_000),
  wonByDealValue: [{ from: money(5_000_000), reward: money(200_000) }],
  approver: 'U0APPROVER',
};

beforeAll(async () => {
  collector = await startCollector();
  await setProgram({});
});
afterAll(() => collector.stop());

const admin = (method: string, path: string, body?: object, headers: object = {}) =>
  collector.ask(method, path, body, { ...asAdmin, ...headers });

async function setProgram(more: object): Promise<void> {
  const { headers } = await admin('GET', '/v1/settings/referrals');
  const match = { 'If-Match': headers.get('etag') ?? '' };
  expect((await admin('PUT', '/v1/settings/referrals', { ...program, ...more }, match)).status).toBe(200);
}

let count = 0;
const someLead = async () => leadOf(collector.ask, demoRequest());
const stage = (id: string, body: object) => admin('POST', `/v1/leads/${id}/stage`, body);
function revenue(id: string, kind: string, amount: number, more: object = {}) {
  count += 1;
  const body = { eventId: `invoice-${count}`, kind, amount: money(amount), ...more };
  return admin('POST', `/v1/leads/${id}/revenue`, body);
}
const read = async (id: string) => (await admin('GET', `/v1/leads/${id}`)).body;
const ago = (days: number): string => new Date(tuesday - days * day).toISOString();

async function refer() {
  count += 1;
  const body = {
    submission: `R${count}`,
    via: 'command',
    referrer: 'U0EMMA001',
    name: `Friend ${count}`,
    company: `Friendly ${count} AG`,
    email: `friend${count}@befriended${count}.ch`,
  };
  return (await collector.ask('POST', '/v1/referrals', body, asBot)).body;
}
const rewardsOf = async (referralId: string) =>
  (await admin('GET', '/v1/rewards?limit=200')).body.data
    .filter((reward: { referralId: string }) => reward.referralId === referralId)
    .toReversed();
const amounts = async (referralId: string) =>
  (await rewardsOf(referralId)).map(
    ({ kind, amount, state, reversalOf }: Record<string, never> & { amount: { amount: number } }) =>
      `${kind} ${amount.amount} ${state}${reversalOf ? ' back' : ''}`,
  );
const decide = (id: string, what: string) =>
  collector.ask('POST', `/v1/rewards/${id}/${what}`, { by: 'U0APPROVER' }, asBot);
async function told(leadId: string) {
  const rows = await collector.db
    .selectFrom('deliveries')
    .select('payload')
    .where('lead_id', '=', leadId as never)
    .where('kind', '=', 'referral_message')
    .orderBy('id')
    .execute();
  return rows.map(({ payload }) => JSON.parse(payload).message);
}

describe('the revenue of a lead', () => {
  it('holds the deal, what came after it and what was given back, each currency by itself', async () => {
    const { id } = await someLead();
    await stage(id, {
      stage: 'customer',
      revenue: money(120_000),
      margin: money(40_000),
      at: ago(9),
      eventId: 'deal-1',
    });
    await revenue(id, 'refund', -20_000, { at: ago(2), reason: 'Two seats less' });
    await revenue(id, 'expansion', 5_000, { at: ago(3), margin: money(5_000) });
    await revenue(id, 'repeat', 7_000, { at: ago(5), amount: money(7_000, 'USD') });
    const lead = await read(id);
    expect(lead.revenue).toMatchObject([
      { eventId: 'deal-1', kind: 'new', amount: money(120_000), margin: money(40_000), by: 'ADMIN_KEY' },
      { kind: 'repeat', amount: money(7_000, 'USD'), margin: null },
      { kind: 'expansion', amount: money(5_000), margin: money(5_000) },
      { kind: 'refund', amount: money(-20_000), reason: 'Two seats less' },
    ]);
    expect(lead.revenueTotals).toEqual([money(105_000), money(7_000, 'USD')]);
  });

  it('is entered once by its event, and for another lead anew', async () => {
    const [one, other] = [await someLead(), await someLead()];
    const body = { eventId: 'inv-7', kind: 'new', amount: money(100) };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => admin('POST', `/v1/leads/${one.id}/revenue`, body)),
    );
    const outcomes = Map.groupBy(answers, ({ body: { outcome } }) => outcome);
    expect([outcomes.get('recorded')?.length, outcomes.get('duplicate')?.length]).toEqual([1, 4]);
    await admin('POST', `/v1/leads/${other.id}/revenue`, body);
    expect([(await read(one.id)).revenueTotals, (await read(other.id)).revenueTotals]).toEqual([
      [money(100)],
      [money(100)],
    ]);
  });

  it('takes an Idempotency-Key for the event', async () => {
    const { id } = await someLead();
    const send = () =>
      admin(
        'POST',
        `/v1/leads/${id}/revenue`,
        { kind: 'new', amount: money(5) },
        { 'Idempotency-Key': 'k1' },
      );
    expect([(await send()).body.outcome, (await send()).body.outcome]).toEqual(['recorded', 'duplicate']);
  });

  it('reduces by refunds and cancellations of either sign, and a cancellation may be of nothing', async () => {
    const { id } = await someLead();
    await revenue(id, 'new', 1_000);
    await revenue(id, 'refund', 100);
    await revenue(id, 'cancellation', -200);
    expect((await revenue(id, 'cancellation', 0)).status).toBe(200);
    expect((await read(id)).revenueTotals).toEqual([money(700)]);
  });

  it('is told in the history and in the thread of the card', async () => {
    const { id } = await someLead();
    await revenue(id, 'expansion', 50_000, { by: 'ULISA', reason: 'ten more seats' });
    expect((await read(id)).history.at(-1)).toMatchObject({
      kind: 'revenue',
      actor: 'ULISA',
      note: 'expansion, revenue €500: ten more seats',
    });
    const notes = await collector.db
      .selectFrom('deliveries')
      .select('payload')
      .where('lead_id', '=', id)
      .where('kind', '=', 'thread_note')
      .execute();
    expect(notes.map(({ payload }) => payload)).toContainEqual(expect.stringContaining(':revenue'));
  });

  it.each([
    ['eventId', { eventId: undefined }],
    ['kind', { kind: 'gift' }],
    ['amount', { amount: undefined }],
    ['amount.amount', { amount: money(-5) }],
    ['amount.amount', { amount: money(0) }],
    ['amount.amount', { amount: money(1.5) }],
    ['amount.amount', { amount: money(0), kind: 'refund' }],
    ['amount.currency', { amount: money(5, 'euro') }],
    ['margin.currency', { margin: money(5, 'USD') }],
    ['at', { at: 'yesterday' }],
    ['at', { at: new Date(tuesday + 9 * day).toISOString() }],
    ['reason', { reason: 'x'.repeat(1_001) }],
  ])('is refused with 422 naming %s: %j', async (path, wrong) => {
    const { id } = await someLead();
    const body = { eventId: 'e', kind: 'new', amount: money(5), ...wrong };
    const { status, body: problem } = await admin('POST', `/v1/leads/${id}/revenue`, body);
    expect([status, problem.errors?.[0]?.path]).toEqual([422, path]);
    expect((await read(id)).revenue).toEqual([]);
  });

  it('is of a lead that there is, and for those who may', async () => {
    expect((await revenue('lead_none', 'new', 5)).status).toBe(404);
    const { id } = await someLead();
    expect((await collector.ask('POST', `/v1/leads/${id}/revenue`, {})).status).toBe(401);
    const below = await stage(id, { stage: 'customer', revenue: money(-5) });
    expect([below.status, below.body.errors[0].path]).toEqual([422, 'revenue.amount']);
  });
});

describe('the course of a lead', () => {
  it('has the stages that were reached, the way out and back, and who said so and why', async () => {
    const { id } = await someLead();
    await stage(id, {
      stage: 'opportunity',
      at: ago(3),
      value: money(900),
      eventId: 'o',
      reason: 'came back',
    });
    await stage(id, { stage: 'sql', at: ago(8), by: 'ULISA' });
    await stage(id, { stage: 'lost', at: ago(5), reason: 'No budget' });
    const { course, stage: present } = await read(id);
    expect(present).toBe('opportunity');
    expect(course.value).toEqual(money(900));
    expect(course.exits).toEqual([{ stage: 'lost', at: ago(5), cameBackAt: ago(3) }]);
    expect(course.reached.filter(({ stage: each }: { stage: string }) => each !== 'mql')).toMatchObject([
      { stage: 'lead', at: ago(8) },
      { stage: 'sql', at: ago(8), isImplied: false },
      { stage: 'opportunity', at: ago(3), isImplied: false },
    ]);
    expect(course.changes.filter(({ by }: { by: string | null }) => by !== null)).toMatchObject([
      { stage: 'sql', by: 'ULISA', reason: null },
      { stage: 'lost', reason: 'No budget' },
      { stage: 'opportunity', eventId: 'o', value: money(900), reason: 'came back' },
    ]);
  });
});

describe('a refund of a referred deal', () => {
  async function won(more: object = {}) {
    const referral = await refer();
    await stage(referral.leadId, { stage: 'customer', revenue: money(1_000_000), ...more });
    const [, reward] = await rewardsOf(referral.id);
    return { ...referral, reward };
  }

  it('takes its part off what is not paid, says so once, and a replay changes nothing', async () => {
    const { id, leadId } = await won();
    const part = { eventId: 'credit-1', kind: 'refund', amount: money(-250_000) };
    for (let turn = 0; turn < 3; turn += 1) await admin('POST', `/v1/leads/${leadId}/revenue`, part);
    expect(await amounts(id)).toEqual(['qualified 25000 pending', 'won 75000 pending']);
    expect((await told(leadId)).slice(3)).toMatchObject([
      { event: 'reward_changed', reward: money(75_000), reason: '25 % of the deal was refunded' },
    ]);
    const [, reward] = await rewardsOf(id);
    expect(reward.steps.map(({ state, by }: Record<string, never>) => [state, by])).toEqual([
      ['pending', null],
      ['pending', null],
    ]);
  });

  it('of everything takes all of it back, and leaves what the lead was worth as one', async () => {
    const { id, leadId } = await won();
    await revenue(leadId, 'refund', -400_000);
    await revenue(leadId, 'cancellation', -600_000);
    expect(await amounts(id)).toEqual(['qualified 25000 pending', 'won 100000 reversed']);
    expect((await rewardsOf(id))[1].reason).toBe('The deal was refunded');
    expect((await told(leadId)).at(-1)).toMatchObject({ event: 'reward_reversed', reward: money(60_000) });
  });

  it('is taken off what is approved too, which stays approved', async () => {
    const { id, leadId, reward } = await won();
    await decide(reward.id, 'approve');
    await revenue(leadId, 'refund', -100_000);
    expect((await amounts(id))[1]).toBe('won 90000 approved');
  });

  it('is another currency’s affair where it is of another currency', async () => {
    const { id, leadId } = await won();
    await revenue(leadId, 'refund', 0, { amount: money(-500_000, 'USD') });
    expect((await amounts(id))[1]).toBe('won 100000 pending');
  });

  async function paid() {
    const deal = await won();
    await decide(deal.reward.id, 'approve');
    const march = { month: '2026-03', program: 'employee', format: 'payroll' };
    const { body } = await admin('POST', '/v1/payouts', march);
    expect((await admin('POST', `/v1/payouts/${body.id}/confirm`, {})).status).toBe(200);
    return deal;
  }

  it('leaves what was paid with whoever earned it, where the rule says so', async () => {
    const { id, leadId } = await paid();
    await revenue(leadId, 'refund', -500_000);
    expect((await amounts(id))[1]).toBe('won 100000 paid');
  });

  it('is a new negative entry of its part where what was paid is to come back', async () => {
    await setProgram({ keepAfterPayment: false });
    const { id, leadId, reward } = await paid();
    const part = { eventId: 'credit-2', kind: 'refund', amount: money(-250_000) };
    await Promise.all([1, 2, 3].map(() => admin('POST', `/v1/leads/${leadId}/revenue`, part)));
    await revenue(leadId, 'refund', -100_000);
    expect((await amounts(id)).slice(1)).toEqual([
      'won 100000 paid',
      'won -25000 pending back',
      'won -10000 pending back',
    ]);
    expect((await told(leadId)).at(-1)).toMatchObject({
      event: 'reward_taken_back',
      reward: money(10_000),
      reason: '35 % of the deal was refunded',
    });
    await stage(leadId, { stage: 'lost' });
    await admin('POST', `/v1/rewards/${reward.id}/reverse`, { reason: 'All of it' });
    const back = (await rewardsOf(id)).filter(({ reversalOf }: { reversalOf: string }) => reversalOf);
    expect(back.map(({ amount }: { amount: { amount: number } }) => amount.amount)).toEqual([
      -25_000, -10_000, -65_000,
    ]);
    await setProgram({});
  });
});
