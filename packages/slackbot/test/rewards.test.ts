import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Payout, ReferralReport, Reward } from '@headwater/contract';
import { defaultSettings } from '../../collector/src/domain/defaults.ts';
import { listen, type Listening } from '../../collector/src/listen.ts';
import {
  asAdmin,
  botKey,
  day,
  hour,
  startCollector,
  tuesday,
  type TestCollector,
} from '../../collector/test/setup.ts';
import { startSlack, type Slack } from '../../../test/slack/slack.ts';
import { createBot, type Bot } from '../src/app.ts';

const soon = { timeout: 60_000, interval: 20 };
const euros = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });
const emma = 'U0EMMA';
const ben = 'U0BEN';
const finance = 'U0FINANCE';
const boss = 'U0BOSS';

let slack: Slack;
let collector: TestCollector;
let listening: Listening;
let bot: Bot;
/** Everything that systems told the collector, to be told again. */
const sent: [string, object][] = [];

const program = {
  ...defaultSettings.referrals,
  qualified: euros(250),
  won: euros(1000),
  wonByDealValue: [{ from: euros(50_000), reward: euros(2000) }],
  approver: finance,
  announceIn: '#wins',
  payroll: { wageType: '4711', employeeIds: { [emma]: '0042' } },
  teams: [{ name: 'Support <!channel>', members: [emma] }],
};

async function start(mode: 'socket' | 'http'): Promise<void> {
  sent.length = 0;
  slack = await startSlack({ channels: ['#leads', '#wins'], people: [emma, ben, finance, boss] });
  collector = await startCollector();
  await put('referrals', program);
  await put('people', { people: [], manager: boss });
  listening = await listen(collector.app.fetch, { port: 0, host: '127.0.0.1' });
  const { url: apiUrl, botToken, appToken, signingSecret } = slack;
  const access = mode === 'socket' ? { mode, appToken } : { mode, signingSecret, port: 0 };
  const collectorAccess = { url: `http://127.0.0.1:${listening.port}`, key: botKey };
  bot = createBot({
    config: { collector: collectorAccess, slack: { apiUrl, botToken, ...access } },
    log: pino({ level: 'silent' }),
  });
  const { port } = await bot.start();
  if (port !== null) slack.sendTo(`http://127.0.0.1:${port}/slack/events`);
}

async function stop(): Promise<void> {
  await bot.stop();
  await listening.close();
  await collector.stop();
  await slack.stop();
}

async function put(name: string, value: object): Promise<void> {
  const match = { ...asAdmin, 'If-Match': '"0"' };
  expect((await collector.ask('PUT', `/v1/settings/${name}`, value, match)).status).toBe(200);
}

async function post<Answer>(path: string, body: object): Promise<Answer> {
  sent.push([path, body]);
  return (await collector.ask('POST', path, body, asAdmin)).body as Answer;
}
const get = async <Answer>(path: string): Promise<Answer> =>
  (await collector.ask('GET', path, undefined, asAdmin)).body as Answer;

const told = (user: string): string[] => slack.messages(user).map(({ text }) => text);
const hears = (user: string, count: number) => vi.waitFor(() => expect(told(user)).toHaveLength(count), soon);

async function form(user: string): Promise<void> {
  await slack.slashCommand({ user, command: '/refer' });
  await vi.waitFor(() => expect(slack.openViews(user)[0]?.callback_id).toBe('refer_submit'), soon);
}

async function refer(name: string, company: string, email: string): Promise<string> {
  await form(emma);
  await slack.submitView({ user: emma, values: { name, company, email } });
  await vi.waitFor(() => expect(slack.openViews(emma)).toEqual([]), soon);
  const { data } = await get<{ data: { leadId: string }[] }>(`/v1/referrals?referrer=${emma}`);
  return data[0]!.leadId;
}

/** The last delivery of Slack three times more, as Slack does when it is not sure. */
const again = () => slack.repeatEvent(3);
const buttonsOf = (user: string) =>
  slack.messages(user).map(({ blocks }) => blocks.some(({ type }) => type === 'actions'));
const aboutReferrals = ['referral_message', 'reward_decision', 'referral_announcement'] as const;
const owedCount = async (): Promise<number> => {
  const owed = collector.db.selectFrom('deliveries').select('id').where('kind', 'in', aboutReferrals);
  return (await owed.execute()).length;
};
const untilNothingIsOwed = () =>
  vi.waitFor(async () => {
    const owed = await collector.db
      .selectFrom('deliveries')
      .select(['kind', 'error'])
      .where('done_at', 'is', null)
      .execute();
    expect(owed).toEqual([]);
  }, soon);

describe.each(['socket', 'http'] as const)('an employee’s way from /refer to paid, over %s', (mode) => {
  beforeEach(() => start(mode));
  afterEach(stop);

  it('has every message, promise and amount right, and a replay of everything changes nothing', async () => {
    // the form says what there is to earn, and is short
    await form(emma);
    const terms = JSON.stringify(slack.openViews(emma)[0]?.blocks);
    expect(terms).toContain('You earn €250 for a qualified lead and €1,000 more when the deal is won.');
    expect(terms).toContain('€2,000 for a deal of €50,000 or more');
    const person = { name: 'Max <!channel> & Söhne', company: 'Muster AG', email: 'max@muster.example' };
    // forty words a minute, two seconds for each field, five to read
    const typedSeconds = (Object.values(person).join('').length / (40 * 5)) * 60 + 3 * 2 + 5;
    expect(typedSeconds).toBeLessThan(60);

    // mistakes are answered at the field
    const values = (email: string) => ({ user: emma, values: { ...person, email } });
    const mistakes = [
      ['max@muster', 'This does not look like an e-mail address, such as name@company.com.'],
      ['u0emma+me@headwater.example', 'This is your own address'],
    ] as const;
    for (const [email, words] of mistakes) {
      const { body } = await slack.submitView(values(email));
      expect(body).toMatchObject({ errors: { email: expect.stringContaining(words) } });
    }
    await slack.submitView(values(person.email));
    expect(slack.openViews(emma)).toEqual([]);
    await again();
    await hears(emma, 1);

    // sales look at it within the day: nobody is told otherwise
    const { data } = await get<{ data: { leadId: string; state: string }[] }>('/v1/referrals');
    expect(data.map(({ state }) => state)).toEqual(['submitted']);
    const { leadId } = data[0]!;
    await post(`/v1/leads/${leadId}/claim`, { owner: ben, eventId: 'claim' });
    await collector.passTo(tuesday + 25 * hour);

    // qualified: the approver decides, and nobody else
    await post(`/v1/leads/${leadId}/stage`, { stage: 'sql', eventId: 'sql' });
    await hears(emma, 2);
    await hears(finance, 1);
    await slack.press({ user: ben, channel: finance, actionId: 'reward_approve' });
    await vi.waitFor(
      () =>
        expect(slack.ephemerals(ben).map(({ text }) => text)).toEqual([
          'Nothing was changed: only the approver decides on rewards.',
        ]),
      soon,
    );
    await slack.press({ user: finance, channel: finance, actionId: 'reward_approve' });
    await again();
    await hears(emma, 3);
    await vi.waitFor(() => expect(buttonsOf(finance)).toEqual([false]), soon);
    expect(JSON.stringify(slack.messages(finance)[0]?.blocks)).toContain(`approved by <@${finance}>`);

    // won: a big deal earns more, colleagues say thank you
    const won = { stage: 'customer', revenue: euros(60_000), eventId: 'won' };
    await post(`/v1/leads/${leadId}/stage`, won);
    await hears(emma, 4);
    await vi.waitFor(() => expect(slack.messages('#wins')).toHaveLength(1), soon);
    expect(slack.messages('#wins')[0]?.text).toBe(
      `Max &lt;!channel&gt; &amp; Söhne of Muster AG is a customer now, thanks to <@${emma}>.`,
    );
    for (const user of [ben, ben, emma])
      await slack.press({ user, channel: '#wins', actionId: 'thank_referrer' });
    await again();
    await hears(emma, 5);
    await vi.waitFor(() => expect(buttonsOf(finance)).toEqual([false, true]), soon);
    await slack.press({ user: finance, channel: finance, actionId: 'reward_approve' });
    await hears(emma, 6);

    // payroll
    const march = { month: '2026-03', program: 'employee', format: 'payroll', eventId: 'march' };
    const payout = await post<Payout>('/v1/payouts', march);
    expect(payout).toMatchObject({ count: 2, totals: [euros(2250)] });
    const [first, second] = (await get<{ data: Reward[] }>('/v1/rewards')).data.toReversed();
    const file = await get<string>(`/v1/payouts/${payout.id}/file`);
    expect(file.split('\r\n').slice(1)).toEqual([
      `0042,4711,2026-03,250.00,EUR,${first!.id}`,
      `0042,4711,2026-03,2000.00,EUR,${second!.id}`,
      '',
    ]);
    await collector.passTo(tuesday + 4 * day);
    await post(`/v1/payouts/${payout.id}/confirm`, {});
    await hears(emma, 8);
    const paid = (await get<{ data: Reward[] }>('/v1/rewards?state=paid')).data;
    expect(
      paid.map(({ isLate, promisedUntil, steps }) => [isLate, steps.at(-1)!.at < promisedUntil!]),
    ).toEqual([
      [false, true],
      [false, true],
    ]);

    // a second one is reversed before it is paid, a third refused with a reason
    const lost = await refer('Eva', 'Firma GmbH', 'eva@firma.example');
    await post(`/v1/leads/${lost}/stage`, { stage: 'sql', eventId: 'sql' });
    await hears(finance, 3);
    await slack.press({ user: finance, channel: finance, actionId: 'reward_approve' });
    await vi.waitFor(() => expect(told(emma).at(-1)).toContain('is approved'), soon);
    await post(`/v1/leads/${lost}/stage`, { stage: 'lost', reason: 'No budget', eventId: 'lost' });
    await vi.waitFor(() => expect(told(emma).at(-1)).toContain('will not be paid'), soon);
    const refused = await refer('Udo', 'Other KG', 'udo@other.example');
    await post(`/v1/leads/${refused}/stage`, { stage: 'sql', eventId: 'sql' });
    await hears(finance, 4);
    await slack.press({ user: ben, channel: finance, actionId: 'reward_reject' });
    await vi.waitFor(() => expect(slack.openViews(ben)).toHaveLength(1), soon);
    expect(JSON.stringify(slack.openViews(ben)[0]?.blocks)).toContain(
      'Only the approver decides on rewards.',
    );
    await slack.press({ user: finance, channel: finance, actionId: 'reward_reject' });
    await vi.waitFor(() => expect(slack.openViews(finance)).toHaveLength(1), soon);
    await slack.submitView({ user: finance, values: { reason: 'They came from a trade fair' } });
    await again();
    await vi.waitFor(() => expect(told(emma).at(-1)).toContain('was not approved'), soon);
    await vi.waitFor(() => expect(buttonsOf(finance)).toEqual([false, false, false, false]), soon);

    const max = 'Max &lt;!channel&gt; &amp; Söhne of Muster AG';
    expect(told(emma)).toEqual([
      `Thank you for referring ${max}. We look at it within 24 hours. If it becomes a qualified lead, you earn €250.`,
      `${max} is a qualified lead now. That earns you €250. If they become a customer, you earn €1,000.`,
      `€250 for referring ${max} is approved. It goes to payroll now, by Wednesday, 11 March 2026 at the latest.`,
      `Congratulations: ${max} is a customer now. €2,000 is on its way to you within 5 working days.`,
      `<@${ben}> thanks you for referring ${max}.`,
      `€2,000 for referring ${max} is approved. It goes to payroll now, by Wednesday, 11 March 2026 at the latest.`,
      `€250 for referring ${max} is paid. Thank you, and please keep them coming.`,
      `€2,000 for referring ${max} is paid. Thank you, and please keep them coming.`,
      'Thank you for referring Eva of Firma GmbH. We look at it within 24 hours. If it becomes a qualified lead, you earn €250.',
      'Eva of Firma GmbH is a qualified lead now. That earns you €250. If they become a customer, you earn €1,000.',
      '€250 for referring Eva of Firma GmbH is approved. It goes to payroll now, by Friday, 13 March 2026 at the latest.',
      'Eva of Firma GmbH did not become a customer this time. No budget. Thank you for bringing us together.',
      '€250 for referring Eva of Firma GmbH will not be paid after all. No budget. We are sorry: it had not been paid yet.',
      'Thank you for referring Udo of Other KG. We look at it within 24 hours. If it becomes a qualified lead, you earn €250.',
      'Udo of Other KG is a qualified lead now. That earns you €250. If they become a customer, you earn €1,000.',
      '€250 for referring Udo of Other KG was not approved. They came from a trade fair. If you see it differently, please talk to us.',
    ]);
    expect(told(boss)).toEqual([]);

    // everything again
    await untilNothingIsOwed();
    const before = { owed: await owedCount(), rewards: (await get<{ data: Reward[] }>('/v1/rewards')).data };
    for (const [path, body] of sent) await collector.ask('POST', path, body, asAdmin);
    await again();
    await collector.passTo(tuesday + 10 * day);
    expect({ owed: await owedCount(), rewards: (await get<{ data: Reward[] }>('/v1/rewards')).data }).toEqual(
      before,
    );
    expect(await get<string>(`/v1/payouts/${payout.id}/file`)).toBe(file);

    await slack.slashCommand({ user: ben, command: '/refer', text: 'leaderboard', channel: '#leads' });
    await vi.waitFor(
      () => expect(slack.ephemerals(ben).at(-1)?.text).toBe(`Referrals in 2026-Q1: <@${emma}> leads.`),
      soon,
    );
    const board = JSON.stringify(slack.ephemerals(ben).at(-1)?.blocks);
    expect(board).toContain(`*1.* <@${emma}>: 3 referred, 3 qualified, 1 won\\n€2,250 paid`);
    expect(board).toContain('Team Support <!channel>: ');
    const { rows } = await get<ReferralReport>('/v1/reports/referrals');
    expect(rows).toMatchObject([{ referrer: emma, won: 1, paid: [euros(2250)], pending: [], approved: [] }]);
  });

  it('holds a referral from the own company until the approver releases it with one click', async () => {
    const leadId = await refer('Max <!channel>', 'Head Group', 'max@headwater.example');
    await hears(emma, 2);
    const because = 'the address is of the same company as that of whoever referred, headwater.example';
    const max = 'Max &lt;!channel&gt; of Head Group';
    expect(told(emma)[1]).toBe(
      `Somebody has a look at your referral of ${max} before it can earn anything. ${because.replace('the', 'The')}. This happens by a rule and says nothing against you; we tell you as soon as it is done.`,
    );
    await post(`/v1/leads/${leadId}/stage`, { stage: 'sql', eventId: 'sql' });
    await vi.waitFor(
      () => expect(JSON.stringify(slack.messages(finance)[0]?.blocks)).toContain('€250 cannot be approved'),
      soon,
    );
    await untilNothingIsOwed();
    expect(slack.messages(finance)).toHaveLength(1);
    await slack.slashCommand({ user: emma, command: '/refer', text: 'status', channel: '#leads' });
    await vi.waitFor(
      () =>
        expect(JSON.stringify(slack.ephemerals(emma).at(-1)?.blocks)).toContain(
          'somebody has a look at it before it earns anything',
        ),
      soon,
    );

    expect(told(emma)).toContain(`${max} is a qualified lead now.`);
    await slack.press({ user: ben, channel: finance, actionId: 'review_release' });
    const nothing = 'Nothing was changed: only the approver decides on referrals that are held.';
    await vi.waitFor(() => expect(slack.ephemerals(ben).at(-1)?.text).toBe(nothing), soon);
    await slack.press({ user: finance, channel: finance, actionId: 'review_release' });
    await again();
    await hears(finance, 2);
    await untilNothingIsOwed();
    expect(buttonsOf(finance)).toEqual([false, true]);
    expect(JSON.stringify(slack.messages(finance)[0]?.blocks)).toContain(`released by <@${finance}>`);
    expect(told(emma).filter((text) => text.includes('was looked at'))).toEqual([
      `Your referral of ${max} was looked at, and it counts. It has earned you €250 so far. Thank you for your patience.`,
    ]);
    await slack.press({ user: finance, channel: finance, actionId: 'reward_approve' });
    await vi.waitFor(() => expect(told(emma).at(-1)).toContain('is approved'), soon);
  });

  it('says in the form to whom it promises nothing, and in the leaderboard whether it is final', async () => {
    const match = { ...asAdmin, 'If-Match': '"1"' };
    await collector.ask('PUT', '/v1/settings/referrals', { ...program, excluded: [emma] }, match);
    await form(emma);
    const terms = JSON.stringify(slack.openViews(emma)[0]?.blocks);
    expect(terms).toContain('you do not earn rewards yourself');
    expect(terms).not.toContain('€250');
    const values = { name: 'Max', company: 'Muster AG', email: 'max@muster.example' };
    await slack.submitView({ user: emma, values });
    await hears(emma, 1);
    expect(told(emma)[0]).toContain('We look at it within 24 hours. By the rules of the programme');

    const board = async (text: string) => {
      const before = slack.ephemerals(ben).length;
      await slack.slashCommand({ user: ben, command: '/refer', text, channel: '#leads' });
      await vi.waitFor(() => expect(slack.ephemerals(ben)).toHaveLength(before + 1), soon);
      return slack.ephemerals(ben).at(-1)!;
    };
    expect(JSON.stringify((await board('leaderboard')).blocks)).toContain('until then reversals change it');
    expect((await board('leaderboard soon')).text).toContain('Say a quarter such as');
    await collector.passTo(Date.parse('2026-04-20T00:00:00Z'));
    const last = await board('leaderboard last');
    expect(last.text).toBe(`Referrals in 2026-Q1: <@${emma}> won.`);
    expect(JSON.stringify(last.blocks)).toContain('*Final* since');
    expect((await board('leaderboard 2025-Q4')).text).toContain('2025-Q4');
  });

  it('says kindly what a rejected one was rejected for, and it earns nothing', async () => {
    const leadId = await refer('Max', 'Head Group', 'max@headwater.example');
    await hears(finance, 1);
    await slack.press({ user: finance, channel: finance, actionId: 'review_reject' });
    await hears(emma, 3);
    expect(told(emma)[2]).toBe(
      'We had a look at your referral of Max of Head Group, and it does not count for a reward. The address is of the same company as that of whoever referred, headwater.example. If you see it differently, please talk to us.',
    );
    await post(`/v1/leads/${leadId}/stage`, { stage: 'sql', eventId: 'sql' });
    await untilNothingIsOwed();
    expect(buttonsOf(finance)).toEqual([false]);
    expect((await get<{ data: Reward[] }>('/v1/rewards')).data).toEqual([]);
  });

  it('tells a manager once when nobody looked within 24 hours', async () => {
    await refer('Max', 'Muster AG', 'max@muster.example');
    await collector.passTo(tuesday + 24 * hour - 1);
    await hears(emma, 1);
    const late = `<@${emma}> referred Max of Muster AG more than 24 hours ago, and nobody has looked at it yet. They were promised an answer by now.`;
    expect(told(boss)).not.toContain(late);
    await collector.passTo(tuesday + 3 * day);
    collector.deps.signals.deliveries.ring();
    await vi.waitFor(() => expect(told(boss)).toContain(late), soon);
    await untilNothingIsOwed();
    expect(told(boss).filter((text) => text === late)).toHaveLength(1);
  });

  it('tells the approver of a reward that is not paid within five working days', async () => {
    const leadId = await refer('Max', 'Muster AG', 'max@muster.example');
    await post(`/v1/leads/${leadId}/stage`, { stage: 'sql', eventId: 'sql' });
    await hears(finance, 1);
    await collector.passTo(tuesday + 8 * day);
    await hears(finance, 2);
    expect(told(finance)[1]).toBe(
      `<@${emma}> was promised €250 for referring Max of Muster AG by Tuesday, 10 March 2026: it waits for approval.`,
    );
  });

  it('takes a referral also where Slack does not tell addresses, or takes its time', async () => {
    slack.fail({ kind: 'refuse', error: 'missing_scope', method: 'users.info', times: 1 });
    await refer('Max', 'Muster AG', 'max@muster.example');
    slack.fail({ kind: 'slow', ms: 5000, method: 'users.info', times: 1 });
    await refer('Eva', 'Firma GmbH', 'eva@firma.example');
    await vi.waitFor(() => expect(told(emma)).toHaveLength(2), soon);
  });

  it('asks the owner of an account at a good moment, with a button that opens the form', async () => {
    const leadId = await refer('Max', 'Muster AG', 'max@muster.example');
    await post(`/v1/leads/${leadId}/claim`, { owner: ben, eventId: 'claim' });
    const moment = { email: 'max@muster.example', moment: 'nps', score: 10, eventId: 'nps-1' };
    for (let turn = 0; turn < 2; turn += 1) await post('/v1/referrals/ask-moments', moment);
    await vi.waitFor(() => expect(told(ben).at(-1)).toContain('muster.example would recommend us'), soon);
    await slack.press({ user: ben, channel: ben, actionId: 'refer_open' });
    await vi.waitFor(() => expect(slack.openViews(ben)[0]?.callback_id).toBe('refer_submit'), soon);
  });
});
