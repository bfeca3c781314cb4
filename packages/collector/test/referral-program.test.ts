import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { EmployeeProgram, Referral, ReferralReport, Reward } from '@headwater/contract';
import { ensureTimers } from '../src/actions/runTimers.ts';
import { defaultSettings } from '../src/domain/defaults.ts';
import { asAdmin, asBot, day, startCollector, tuesday, type TestCollector } from './setup.ts';

const euros = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });
const [anna, bert, boss] = ['U0ANNA001', 'U0BERT001', 'U0BOSS001'];
const at = (time: string) => Date.parse(`2026-${time}Z`);

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
  await program({});
  await put('people', { people: [], manager: boss });
  await put('calendar', { ...defaultSettings.calendar, timeZone: 'Europe/Berlin', digestAt: [] });
  await ensureTimers(collector.deps);
});
afterEach(() => collector.stop());

async function put(name: string, value: object): Promise<void> {
  const { headers } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const match = { ...asAdmin, 'If-Match': headers.get('etag') ?? '' };
  expect((await collector.ask('PUT', `/v1/settings/${name}`, value, match)).status).toBe(200);
}
const program = (more: Partial<EmployeeProgram>) =>
  put('referrals', {
    ...defaultSettings.referrals,
    qualified: euros(250),
    won: euros(1000),
    wonByDealValue: [{ from: euros(1), reward: euros(5000) }],
    ...more,
  });

let count = 0;
async function refer(referrer: string): Promise<Referral> {
  count += 1;
  const who = { name: `Friend ${count}`, company: `Firm ${count}`, email: `friend@firm${count}.ch` };
  const body = { submission: v7(), via: 'api', referrer, ...who };
  return (await collector.ask('POST', '/v1/referrals', body, asBot)).body;
}
const stage = (id: string, to: string, more: object = {}) =>
  collector.ask('POST', `/v1/leads/${id}/stage`, { stage: to, ...more }, asAdmin);
async function won(referrer: string): Promise<Referral> {
  const referral = await refer(referrer);
  await stage(referral.leadId, 'customer');
  return referral;
}
const get = async (path: string) => (await collector.ask('GET', path, undefined, asAdmin)).body;
const report = async (quarter = '2026-Q1') =>
  (await get(`/v1/reports/referrals?quarter=${quarter}`)) as ReferralReport;
const ranks = ({ rows }: ReferralReport) => rows.map((row) => [row.referrer, row.referrals, row.won]);
const rewards = async () => ((await get('/v1/rewards?limit=200')).data as Reward[]).toReversed();
const toldTo = async (slackUser: string) => {
  const rows = await collector.db
    .selectFrom('deliveries')
    .select('payload')
    .where('kind', '=', 'referral_message')
    .where('channel', '=', slackUser)
    .orderBy('id')
    .execute();
  return rows.map(
    ({ payload }) => JSON.parse(payload).message as { event: string; [field: string]: unknown },
  );
};

describe('the leaderboard of a quarter', () => {
  it('changes with every reversal until it is final 14 days after its end, and then no more', async () => {
    const [first, second] = [await won(anna), await won(anna)];
    await won(bert);
    expect(await report()).toMatchObject({ final: false, finalFrom: '2026-04-14T22:00:00.000Z' });
    expect(ranks(await report())).toEqual([
      [anna, 2, 2],
      [bert, 1, 1],
    ]);
    await collector.passTo(at('04-14T21:59:59'));
    await stage(first.leadId, 'lost');
    expect(ranks(await report())).toEqual([
      [anna, 2, 1],
      [bert, 1, 1],
    ]);
    await collector.passTo(at('04-14T22:00:00'));
    const final = await report();
    expect([final.final, ranks(final)]).toEqual([
      true,
      [
        [anna, 2, 1],
        [bert, 1, 1],
      ],
    ]);
    await stage(second.leadId, 'lost');
    await program({ freezeAfterDays: 90, teams: [{ name: 'Late', members: [anna] }] });
    await collector.passTo(at('07-20T00:00:00'));
    expect(await report()).toEqual(final);
    expect(await report('2026-Q2')).toMatchObject({ final: false, rows: [] });
    expect(await report('last')).toMatchObject({ quarter: '2026-Q2' });
  });

  it('is final when the settings say so, also after weeks without a server', async () => {
    await program({ freezeAfterDays: 0 });
    const referral = await won(anna);
    collector.clock.set(at('05-20T00:00:00'));
    await collector.runTimers();
    await stage(referral.leadId, 'lost');
    expect(await report()).toMatchObject({ final: true, finalFrom: '2026-03-31T22:00:00.000Z' });
    expect(ranks(await report())).toEqual([[anna, 1, 1]]);
  });

  it('gives ties to whoever was there first, whenever sales claimed it', async () => {
    const [early] = [await refer(bert)];
    collector.clock.set(tuesday + day);
    await refer(anna);
    collector.clock.set(tuesday + 2 * day);
    await collector.ask('POST', `/v1/leads/${early.leadId}/claim`, { owner: boss }, asBot);
    expect(ranks(await report())).toEqual([
      [bert, 1, 0],
      [anna, 1, 0],
    ]);
  });

  it('is one for report, Home and digest, without what is held and without customers who left again', async () => {
    await program({ excluded: [anna] });
    const [gone] = [await won(anna), await won(anna)];
    await stage(gone.leadId, 'lost');
    const who = { name: 'Own', company: 'Own', email: 'max@own.ch', referrerEmail: 'anna@own.ch' };
    await collector.ask(
      'POST',
      '/v1/referrals',
      { submission: v7(), via: 'api', referrer: anna, ...who },
      asBot,
    );
    expect(ranks(await report())).toEqual([[anna, 2, 1]]);
    const home = (await collector.ask('GET', `/v1/home?slackUser=${anna}`, undefined, asBot)).body;
    expect(home.leaderboard.rows).toMatchObject([{ submitted: 2, won: 1 }]);
    await collector.passTo(at('04-01T09:00:00'));
    const digest = await collector.db
      .selectFrom('deliveries')
      .select('payload')
      .where('kind', '=', 'recognition')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(digest.payload).recognition).toMatchObject({
      month: '2026-03',
      total: 2,
      rows: [{ referrer: anna, submitted: 2, qualified: 2, won: 1 }],
    });
  });
});

describe('somebody who may not earn', () => {
  it('refers all the same, and is promised and given nothing', async () => {
    await program({ excluded: [anna] });
    const referral = await refer(anna);
    await stage(referral.leadId, 'customer', { revenue: euros(60_000) });
    expect(await rewards()).toEqual([]);
    expect((await get(`/v1/leads/${referral.leadId}`)).originalSource.channel).toBe('Employee Referral');
    const told = await toldTo(anna);
    expect(told.map(({ event, reward, next }) => [event, reward, next])).toEqual([
      ['submitted', null, null],
      ['qualified', null, null],
      ['won', null, null],
    ]);
    expect(told[0]!['reason']).toMatch(/^By the rules of the programme you do not earn rewards yourself/);
    await won(bert);
    expect(await rewards()).toHaveLength(2);
  });
});

describe('somebody who leaves', () => {
  const leaves = (from: string | null, by = boss) =>
    collector.ask('PUT', `/v1/people/${anna}/left`, { from, by }, asBot);
  const states = async () => (await rewards()).map(({ state }) => state);
  const approve = (id: string) => collector.ask('POST', `/v1/rewards/${id}/approve`, {}, asAdmin);

  it('loses what is open from their day on, where that was the rule, and nothing is written to them', async () => {
    await program({ leavers: 'cancel' });
    const coming = await refer(anna);
    await won(anna);
    await won(bert);
    const [qualified] = await rewards();
    await approve(qualified!.id);
    const before = (await toldTo(anna)).length;
    expect((await leaves('2026-03-10')).body.changed).toBe(true);
    expect((await leaves('2026-03-10')).body.changed).toBe(false);
    await collector.passTo(at('03-09T22:59:59'));
    expect(await states()).toEqual(['approved', 'pending', 'pending', 'pending']);
    await collector.passTo(at('03-09T23:00:00')); // midnight in Berlin
    expect(await states()).toEqual(['reversed', 'reversed', 'pending', 'pending']);
    expect((await rewards())[0]!.reason).toBe('Whoever earned it has left the company');
    await stage(coming.leadId, 'sql');
    expect(await states()).toHaveLength(4);
    expect(await toldTo(anna)).toHaveLength(before);
  });

  it('is paid like anybody where the rule says nothing else, also what comes later', async () => {
    const coming = await refer(anna);
    await won(anna);
    await leaves('2026-03-01');
    await collector.runTimers();
    await stage(coming.leadId, 'sql');
    expect(await states()).toEqual(['pending', 'pending', 'pending']);
  });

  it('keeps what was earned under another rule, and what payroll has', async () => {
    await won(anna);
    await program({ leavers: 'cancel' });
    await won(anna);
    const fourth = (await rewards())[3]!;
    await approve(fourth.id);
    await collector.ask(
      'POST',
      '/v1/payouts',
      { month: '2026-03', program: 'employee', format: 'payroll' },
      asAdmin,
    );
    await leaves('2026-03-02');
    await collector.runTimers();
    expect(await states()).toEqual(['pending', 'pending', 'reversed', 'approved']);
  });

  it('is given no more leads, and may come back', async () => {
    const routing = {
      rules: [{ name: 'all', when: {}, then: { pool: 'sales', channel: '#leads', deadlineMinutes: 60 } }],
      pools: [
        { name: 'sales', strategy: 'round_robin', members: [{ slackUser: anna }, { slackUser: bert }] },
      ],
      fallback: { channel: '#leads' },
    };
    await put('routing', routing);
    await leaves('2026-03-03');
    const owners = async () => {
      const given = [await refer(boss), await refer(boss)];
      return Promise.all(
        given.map(async ({ leadId }) => (await get(`/v1/leads/${leadId}`)).assignment.owner),
      );
    };
    expect(await owners()).toEqual([bert, bert]);
    await leaves(null);
    expect((await owners()).toSorted((one: string, other: string) => one.localeCompare(other))).toEqual([
      anna,
      bert,
    ]);
  });

  it('is marked by managers and admins, not by themselves', async () => {
    expect((await leaves('2026-03-10', anna)).body.errors[0].path).toBe('by');
    expect((await leaves('tomorrow')).body.errors[0].path).toBe('from');
    const byKey = await collector.ask('PUT', `/v1/people/${anna}/left`, { from: '2026-03-10' }, asAdmin);
    expect(byKey.body.changed).toBe(true);
  });
});

it('names what is wrong in the settings of the programme', async () => {
  const { headers } = await collector.ask('GET', '/v1/settings/referrals', undefined, asAdmin);
  const match = { ...asAdmin, 'If-Match': headers.get('etag') ?? '' };
  const wrong = { ...defaultSettings.referrals, leavers: 'keep', freezeAfterDays: 91, excluded: ['anna'] };
  const { status, body } = await collector.ask('PUT', '/v1/settings/referrals', wrong, match);
  expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([
    422,
    ['excluded[0]', 'leavers', 'freezeAfterDays'],
  ]);
});
