import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Referral, Reward } from '@headwater/contract';
import { defaultSettings } from '../src/domain/defaults.ts';
import { asAdmin, asBot, day, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

const euros = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });
const approver = 'U0APPROVER';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
  const program = { ...defaultSettings.referrals, qualified: euros(250), won: euros(1000), approver };
  await collector.ask('PUT', '/v1/settings/referrals', program, { ...asAdmin, 'If-Match': '"0"' });
});
afterAll(() => collector.stop());

let count = 0;
/** A company and an employee that nobody has heard of, with a friend of theirs. */
function somebody(more: object = {}) {
  count += 1;
  const domain = `firm${count}.ch`;
  const referrer = `U0EMPLOYEE${count}`;
  return {
    submission: v7(),
    via: 'api',
    referrer,
    name: `Friend ${count}`,
    company: `Firm ${count}`,
    email: `friend@${domain}`,
    referrerEmail: `me@home${count}.ch`,
    ...more,
  };
}
type Listed = Referral & { leadId: string };
const refer = async (body: object = {}, as = asBot) =>
  collector.ask('POST', '/v1/referrals', somebody(body), as);
const referred = async (body: object = {}) => (await refer(body)).body as Listed;
/** A referral by an employee of the same company as whoever is referred. */
const suspicious = (more: object = {}) => {
  const domain = `group${count + 1}.ch`;
  return referred({ email: `eva@sales.${domain}`, referrerEmail: `me@${domain}`, ...more });
};
const stage = (id: string, to: string) =>
  collector.ask('POST', `/v1/leads/${id}/stage`, { stage: to }, asAdmin);
const get = async (path: string) => (await collector.ask('GET', path, undefined, asAdmin)).body;
const decide = (id: string, what: 'release' | 'reject', body: object = {}, as = asAdmin) =>
  collector.ask('POST', `/v1/referrals/${id}/${what}`, body, as);
const approve = (id: string) => collector.ask('POST', `/v1/rewards/${id}/approve`, {}, asAdmin);
const held = async () =>
  ((await get('/v1/referrals?held=true&limit=200')).data as Listed[]).map(({ id }) => id);
const one = async (id: string) =>
  ((await get('/v1/referrals?limit=200')).data as Listed[]).find((referral) => referral.id === id)!;
const rewardsOf = async (id: string) =>
  ((await get('/v1/rewards?limit=200')).data as Reward[])
    .filter(({ referralId }) => referralId === id)
    .toReversed();

/** What was owed about a lead, in order: to whom, and what. */
async function owed(leadId: string): Promise<string[][]> {
  const rows = await collector.db
    .selectFrom('deliveries')
    .select(['kind', 'channel', 'payload'])
    .where('lead_id', '=', leadId as never)
    .where('kind', 'in', ['referral_message', 'reward_decision', 'referral_review'])
    .orderBy('id')
    .execute();
  return rows.map(({ kind, channel, payload }) => [channel, JSON.parse(payload).message?.event ?? kind]);
}

describe('the same person', () => {
  it.each([
    ['Eva.Known@Gmail.com', 'evaknown+work@googlemail.com'],
    ['e.v.a.other+news@googlemail.com', 'EvaOther@gmail.com'],
    ['max+trial@plus.ch', 'max@plus.ch'],
    ['tom@plain.ch', 'Tom+friends@Plain.ch'],
  ])('is known as %s when referred as %s', async (known, again) => {
    const lead = await leadOf(collector.ask, demoRequest({ email: known }));
    const strict = await refer({ email: again, strict: true });
    expect([strict.status, strict.body.errors[0].message]).toEqual([
      422,
      'We know this person already, so a referral would not count. Thank you for thinking of us.',
    ]);
    const referral = await referred({ email: again });
    expect(referral).toMatchObject({ state: 'duplicate', leadId: lead.id });
  });

  it('is not somebody with dots elsewhere than at Gmail, nor two who write to us themselves', async () => {
    await leadOf(collector.ask, demoRequest({ email: 'a.b@dots.ch' }));
    expect((await referred({ email: 'ab@dots.ch' })).state).toBe('submitted');
    const [info, sales] = [
      await leadOf(collector.ask, demoRequest({ email: 'box+info@dots.ch' })),
      await leadOf(collector.ask, demoRequest({ email: 'box+sales@dots.ch' })),
    ];
    expect(info.id).not.toBe(sales.id);
  });
});

describe('somebody of a company', () => {
  it.each([
    ['customer', 'Their company is a customer of ours already'],
    ['opportunity', 'We are talking to their company about a deal already'],
  ])('with a %s is explained kindly where they are referred, and nothing is stored', async (to, words) => {
    const domain = `${to}-account.ch`;
    const lead = await leadOf(collector.ask, demoRequest({ email: `boss@${domain}` }));
    expect((await referred({ email: `early@${domain}` })).state).toBe('submitted');
    await stage(lead.id, to);
    const { status, body } = await refer({ email: `new@mail.${domain}`, strict: true });
    expect([status, body.errors]).toEqual([
      422,
      [{ path: 'email', message: `${words}, so a referral would not count. Thank you for thinking of us.` }],
    ]);
    const search = { email: `new@mail.${domain}` };
    expect((await collector.ask('POST', '/v1/leads/search', search, asAdmin)).body.data).toEqual([]);
    expect(await referred(search)).toMatchObject({ state: 'duplicate', reason: words });
  });
});

describe('a referral that looks wrong', () => {
  it('is taken and held with the reason, for its referrer, its approver and the list', async () => {
    const referral = await suspicious();
    expect(referral).toMatchObject({ state: 'submitted', review: { state: 'held', decidedAt: null } });
    expect(referral.review?.because).toMatch(
      /^the address is of the same company as that of whoever referred, group\d+\.ch$/,
    );
    expect(await held()).toContain(referral.id);
    expect(await get('/v1/referrals?held=false&limit=200')).not.toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ id: referral.id })]),
    });
    expect(await owed(referral.leadId)).toEqual([
      [referral.referrer, 'submitted'],
      [referral.referrer, 'held'],
      [approver, 'referral_review'],
    ]);
    const free = { email: 'eva@gmx.de', referrerEmail: 'me@gmx.de' };
    expect((await referred(free)).review).toBeUndefined();
  });

  it('goes its way with its lead, and what it earns cannot be approved nor paid before it is released', async () => {
    const { id, leadId } = await suspicious();
    await stage(leadId, 'sql');
    const [reward] = await rewardsOf(id);
    expect(reward).toMatchObject({ state: 'pending', held: expect.stringContaining('same company') });
    expect(((await get('/v1/rewards?held=true')).data as Reward[]).map((each) => each.id)).toContain(
      reward!.id,
    );
    const early = await approve(reward!.id);
    expect([early.status, early.body.state]).toEqual([409, 'pending']);
    expect(early.body.detail).toContain('its referral has to be released first');
    expect((await owed(leadId)).map(([, what]) => what)).not.toContain('reward_decision');

    await collector.passTo(tuesday + 100 * day); // nothing releases it by itself
    expect(await held()).toContain(id);
    expect((await approve(reward!.id)).status).toBe(409);

    const { status, body } = await decide(id, 'release', { by: 'Cara' });
    expect([status, body.review]).toMatchObject([200, { state: 'released', decidedBy: 'Cara' }]);
    expect((await owed(leadId)).slice(-3).map(([, what]) => what)).toEqual([
      'released',
      'reward_decision',
      'referral_review',
    ]);
    expect((await rewardsOf(id))[0]).not.toHaveProperty('held');
    expect((await approve(reward!.id)).status).toBe(200);
  });

  it('is decided on once, whoever says so how often, also at the same moment', async () => {
    const { id, leadId } = await suspicious();
    const answers = await Promise.all([
      decide(id, 'release'),
      decide(id, 'reject'),
      decide(id, 'release'),
      decide(id, 'reject'),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    const { review } = await one(id);
    expect(answers.find(({ status }) => status === 409)!.body.state).toBe(review!.state);
    const told = (await owed(leadId)).filter(([, what]) => what === 'released' || what === 'not_counted');
    expect(told).toHaveLength(1);
  });

  it('is rejected: it earns nothing more, what is open is rejected with the reason, and the lead stays', async () => {
    const early = await suspicious();
    expect((await decide(early.id, 'reject')).body).toMatchObject({
      state: 'rejected',
      reason: expect.stringContaining('same company'),
    });
    await stage(early.leadId, 'sql');
    expect(await rewardsOf(early.id)).toEqual([]);
    expect((await one(early.id)).state).toBe('rejected');
    expect((await get(`/v1/leads/${early.leadId}`)).stage).toBe('sql');

    const late = await suspicious();
    await stage(late.leadId, 'sql');
    await decide(late.id, 'reject', { reason: 'It is your own team' });
    await stage(late.leadId, 'customer');
    expect((await rewardsOf(late.id)).map(({ kind, state, reason }) => [kind, state, reason])).toEqual([
      ['qualified', 'rejected', 'It is your own team'],
    ]);
    const events = (await owed(late.leadId)).map(([, what]) => what);
    expect(events).toEqual([
      'submitted',
      'held',
      'referral_review',
      'qualified',
      'referral_review',
      'not_counted',
      'reward_rejected',
      'referral_review',
      'won',
    ]);
  });

  it('is the approver’s in Slack', async () => {
    const { id } = await suspicious();
    const stranger = await decide(id, 'release', { by: 'U0STRANGER' }, asBot);
    expect([stranger.status, stranger.body.errors[0].path]).toEqual([422, 'by']);
    expect((await decide(id, 'release', { by: approver }, asBot)).status).toBe(200);
  });

  it('is none where nothing was held', async () => {
    const { id } = await referred();
    expect((await decide(id, 'release')).body).toMatchObject({ status: 409, state: 'not_held' });
    expect((await decide('ref_none', 'reject')).status).toBe(404);
    expect((await collector.ask('GET', '/v1/referrals?held=maybe', undefined, asAdmin)).status).toBe(422);
    const lost = await get('/v1/referrals?state=lost');
    expect(lost.data).toEqual([]);
  });
});

describe('somebody of whose referrals few become qualified', () => {
  async function many(referrer: string, numbers: { open: number; qualified: number }): Promise<Listed[]> {
    const made: Listed[] = [];
    for (let turn = 0; turn < numbers.open + numbers.qualified; turn += 1) {
      const referral = await referred({ referrer });
      if (turn < numbers.qualified) await stage(referral.leadId, 'sql');
      made.push(await one(referral.id));
    }
    return made;
  }

  it('is looked at from the tenth on, until one is released', async () => {
    const referrer = 'U0MANYFEW1';
    const first = await many(referrer, { open: 9, qualified: 0 });
    expect(first.every(({ review }) => review === undefined)).toBe(true);
    const tenth = await referred({ referrer });
    expect(tenth.review?.because).toBe(
      '0 of the last 10 referrals by the same person became qualified so far',
    );
    const eleventh = await referred({ referrer });
    expect(eleventh.review?.state).toBe('held');
    await decide(eleventh.id, 'release');
    expect((await referred({ referrer })).review).toBeUndefined();
    expect((await one(tenth.id)).review?.state).toBe('held');
  });

  it('is not looked at with every fifth qualified', async () => {
    const made = await many('U0MANYGOOD', { open: 8, qualified: 2 });
    expect(made.map(({ review }) => review)).toEqual(Array.from({ length: 10 }));
  });

  it('has also what earlier referrals earn held, with those rewards that wait for approval', async () => {
    const referrer = 'U0MANYLATE';
    const [first] = await many(referrer, { open: 11, qualified: 1 });
    expect(first!.review).toBeUndefined();
    await stage(first!.leadId, 'customer');
    expect((await one(first!.id)).review?.state).toBe('held');
    const told = await collector.db
      .selectFrom('deliveries')
      .select('payload')
      .where('lead_id', '=', first!.leadId as never)
      .where('kind', '=', 'referral_message')
      .orderBy('id')
      .execute();
    const [promised, ...later] = told.slice(1).map(({ payload }) => JSON.parse(payload).message);
    expect(promised).toMatchObject({ event: 'qualified', reward: euros(250), next: euros(1000) });
    expect(later).toMatchObject([{ event: 'held' }, { event: 'won', reward: null, next: null }]);
    const rewards = await rewardsOf(first!.id);
    expect(rewards.map(({ kind, held: why }) => [kind, why])).toEqual([
      ['qualified', '1 of the last 12 referrals by the same person became qualified so far'],
      ['won', '1 of the last 12 referrals by the same person became qualified so far'],
    ]);
  });

  it('keeps out of the payroll file what was approved before it was held', async () => {
    const [first] = await many('U0MANYPAID', { open: 11, qualified: 1 });
    const [reward] = await rewardsOf(first!.id);
    await approve(reward!.id);
    await stage(first!.leadId, 'customer');
    const month = new Date(collector.clock.now()).toISOString().slice(0, 7);
    await collector.ask('POST', '/v1/payouts', { month, program: 'employee', format: 'payroll' }, asAdmin);
    expect((await rewardsOf(first!.id))[0]).toMatchObject({ state: 'approved', payoutId: null });
  });
});

describe('a customer who refers themselves on the website', () => {
  it.each(['anna@own-firm.de', 'ANNA+friend@own-firm.de', 'colleague@own-firm.de'])(
    'as %s is answered like everybody, and held quietly',
    async (email) => {
      const code = { program: 'customer', referrer: 'anna@own-firm.de', code: 'ANNA42' };
      await collector.ask('POST', '/v1/codes', code, asAdmin);
      const submission = v7();
      const body = { site: 'acme', submission, code: 'anna42', name: 'Paula Ahorn', email };
      const answer = await collector.ask('POST', '/v1/referrals', body, { Origin: 'https://acme.com' });
      expect([answer.status, answer.body]).toEqual([201, { submission, status: 'received' }]);
      const [latest] = (await get('/v1/referrals?held=true')).data as (Listed & { program: string })[];
      expect(latest).toMatchObject({ program: 'customer', referrer: 'anna@own-firm.de' });
      expect(await owed(latest!.leadId)).toEqual([[approver, 'referral_review']]);
      await decide(latest!.id, 'reject');
      await collector.db
        .deleteFrom('lead_identities')
        .where('lead_id', '=', latest!.leadId as never)
        .execute();
    },
  );
});
