import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseAnswer } from '@headwater/contract';
import { ensureTimers } from '../src/actions/runTimers.ts';
import { asAdmin, asBot, day, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf, whitepaper } from './sending.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
  await ensureTimers(collector.deps);
});
afterEach(() => collector.stop());

const anna = 'U0ANNA001';
const bert = 'U0BERT002';
const week = [1, 2, 3, 4, 5];
const berlin = { timeZone: 'Europe/Berlin', days: week, from: '08:30', to: '17:00' };
const newYork = { timeZone: 'America/New_York', days: week, from: '09:00', to: '17:00' };

async function put(name: string, value: object): Promise<void> {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const headers = { ...asAdmin, 'If-Match': `"${body.version}"` };
  const answer = await collector.ask('PUT', `/v1/settings/${name}`, value, headers);
  expect(answer.body).toMatchObject({ name });
}
const digests = (changes: object = {}) =>
  put('digests', {
    morning: { on: true },
    weekly: { on: false, day: 1, at: '09:00' },
    monthly: { on: false, at: '10:00' },
    ...changes,
  });
const at = (time: string) => Date.parse(`2026-${time}Z`);
const say = (id: string, what: string, body: object) =>
  collector.ask('POST', `/v1/leads/${id}/${what}`, body, asBot);
const claimed = async (owner: string) => {
  const lead = await leadOf(collector.ask, demoRequest());
  await say(lead.id, 'claim', { owner });
  return lead;
};
const refer = async (referrer: string, n: number) =>
  (
    await collector.ask(
      'POST',
      '/v1/referrals',
      {
        submission: `V${n}`,
        via: 'command',
        referrer,
        name: `Friend ${n}`,
        company: `Firm ${n}`,
        email: `friend${n}@firm${n}.de`,
      },
      asBot,
    )
  ).body;

/** To whom a kind of delivery became due, and when. */
const owed = async (kind: string): Promise<[string, string][]> => {
  const rows = await collector.db
    .selectFrom('deliveries')
    .select(['channel', 'due_at'])
    .where('kind', '=', kind as 'digest')
    .orderBy('due_at')
    .orderBy('channel')
    .execute();
  return rows.map((row) => [row.channel, new Date(row.due_at).toISOString().slice(5, 16)]);
};
const leased = async (kind: string) => {
  const { body } = await collector.ask('POST', '/v1/deliveries/lease', { max: 100 }, asBot);
  return leaseAnswer.parse(body).data.filter((delivery) => delivery.kind === kind);
};

it('refuses settings of digests that are none, and names the field', async () => {
  const weekly = { on: true, day: 1, at: '09:00' };
  const monthly = { on: true, at: '10:00' };
  for (const [path, value] of [
    ['morning.at', { morning: { on: true, at: '24:00' }, weekly, monthly }],
    ['weekly.day', { morning: { on: true }, weekly: { ...weekly, day: 0 }, monthly }],
    ['monthly.channel', { morning: { on: true }, weekly, monthly: { ...monthly, channel: '' } }],
  ] as const) {
    const headers = { ...asAdmin, 'If-Match': '"0"' };
    const { status, body } = await collector.ask('PUT', '/v1/settings/digests', value, headers);
    expect([status, body.errors[0].path]).toEqual([422, path]);
  }
});

describe('the morning list', () => {
  beforeEach(() => digests());

  it('comes on working days when each person’s day begins, where they are', async () => {
    await put('people', {
      people: [
        { slackUser: anna, hours: berlin },
        { slackUser: bert, hours: newYork },
      ],
    });
    await claimed(anna);
    await claimed(bert);
    await collector.passTo(at('03-10T12:00:00'));
    expect(await owed('morning_list')).toEqual([
      [bert, '03-03T14:00'],
      [anna, '03-04T07:30'],
      [bert, '03-04T14:00'],
      [anna, '03-05T07:30'],
      [bert, '03-05T14:00'],
      [anna, '03-06T07:30'],
      [bert, '03-06T14:00'],
      [anna, '03-09T07:30'],
      // the clocks of New York changed on Sunday
      [bert, '03-09T13:00'],
      [anna, '03-10T07:30'],
    ]);
  });

  it('holds the open leads as they are when it is posted, what is to be claimed first', async () => {
    const one = await claimed(anna);
    const closed = await claimed(anna);
    const given = await leadOf(collector.ask, demoRequest());
    await collector.passTo(at('03-04T09:00:00'));
    await say(closed.id, 'disqualify', { reason: 'A student' });
    await say(given.id, 'assign', { owner: anna });
    const [list] = await leased('morning_list');
    expect(list).toMatchObject({ channel: anna, payload: { slackUser: anna, total: 2 } });
    const leads = (list!.payload as { leads: { id: string; claimed: boolean }[] }).leads;
    expect(leads.map(({ id, claimed: isClaimed }) => [id, isClaimed])).toEqual([
      [given.id, false],
      [one.id, true],
    ]);
  });

  it('comes to nobody without a lead, nor while somebody is out of office', async () => {
    await put('people', {
      people: [
        { slackUser: anna, hours: berlin, absences: [{ from: '2026-03-04', until: '2026-03-05' }] },
        { slackUser: bert, hours: berlin },
      ],
    });
    await claimed(anna);
    await collector.passTo(at('03-06T12:00:00'));
    expect(await owed('morning_list')).toEqual([[anna, '03-06T07:30']]);
  });

  it('does not come on a public holiday of the person’s own region', async () => {
    await put('calendar', { ...newYork, digestAt: [], holidays: 'US' });
    const hours = { ...newYork, timeZone: 'UTC' };
    await put('people', {
      people: [
        { slackUser: anna, hours, holidays: 'DE' },
        { slackUser: bert, hours },
      ],
    });
    collector.clock.set(at('04-02T12:00:00'));
    await claimed(anna);
    await claimed(bert);
    await collector.passTo(at('04-07T12:00:00')); // Good Friday and Easter Monday are free in Germany
    expect((await owed('morning_list')).filter(([, time]) => time > '04-02T13')).toEqual([
      [bert, '04-03T09:00'],
      [bert, '04-06T09:00'],
      [anna, '04-07T09:00'],
      [bert, '04-07T09:00'],
    ]);
  });

  it('comes once over a change of clocks, at the hour on the wall', async () => {
    const hours = { ...berlin, days: [1, 2, 3, 4, 5, 6, 7], from: '02:30' };
    await put('people', { people: [{ slackUser: anna, hours }] });
    collector.clock.set(at('03-28T10:00:00'));
    await claimed(anna);
    await collector.passTo(at('03-30T12:00:00'));
    const spring = (await owed('morning_list')).map(([, time]) => time);
    expect(spring.filter((time) => time > '03-28T12')).toEqual(['03-29T01:30', '03-30T00:30']);
    collector.clock.set(at('10-24T10:00:00'));
    await collector.runTimers();
    await collector.passTo(at('10-26T12:00:00'));
    const autumn = (await owed('morning_list')).map(([, time]) => time);
    expect(autumn.filter((time) => time > '10-24T12')).toEqual(['10-25T00:30', '10-26T01:30']);
  });

  it('comes once after a clock that jumped a week, and not for a day that is over', async () => {
    await put('people', { people: [{ slackUser: anna, hours: berlin }] });
    await claimed(anna);
    collector.clock.set(tuesday + 7 * day);
    await collector.runTimers();
    expect(await owed('morning_list')).toEqual([[anna, '03-10T10:00']]);
    collector.clock.set(at('03-14T10:00:00')); // a Saturday
    await collector.runTimers();
    expect(await owed('morning_list')).toHaveLength(1);
    await collector.passTo(at('03-16T12:00:00'));
    expect((await owed('morning_list')).at(-1)).toEqual([anna, '03-16T07:30']);
  });

  it('comes once, however many processes run and restart', async () => {
    await put('people', { people: [{ slackUser: anna, hours: berlin }] });
    await claimed(anna);
    const other = await startCollector({ databaseUrl: collector.databaseUrl, sites: [] });
    for (const [process, time] of [
      [collector, at('03-04T07:29:59')],
      [other, at('03-04T07:30:00')],
      [collector, at('03-04T07:30:00')],
      [other, at('03-04T18:00:00')],
    ] as const) {
      process.clock.set(time);
      await ensureTimers(process.deps);
      await Promise.all([process.runTimers(), process.runTimers()]);
    }
    collector.clock.set(at('03-05T07:30:00'));
    other.clock.set(at('03-05T07:30:00'));
    await Promise.all([collector.runTimers(), other.runTimers(), collector.runTimers(), other.runTimers()]);
    await other.stop();
    expect(await owed('morning_list')).toEqual([
      [anna, '03-04T07:30'],
      [anna, '03-05T07:30'],
    ]);
  });

  it('comes when the settings have it, and not twice on the day on which they change', async () => {
    await put('people', { people: [{ slackUser: anna, hours: berlin }] });
    await claimed(anna);
    await collector.passTo(at('03-04T07:00:00'));
    await digests({ morning: { on: true, at: '08:15' } });
    await collector.passTo(at('03-04T07:20:00'));
    expect(await owed('morning_list')).toEqual([[anna, '03-04T07:15']]);
    await digests({ morning: { on: true, at: '09:00' } });
    await collector.passTo(at('03-04T12:00:00'));
    expect(await owed('morning_list')).toHaveLength(1);
    await digests({ morning: { on: false } });
    await collector.passTo(at('03-06T12:00:00'));
    expect(await owed('morning_list')).toHaveLength(1);
    await digests({ morning: { on: true } });
    await collector.passTo(at('03-09T12:00:00'));
    expect((await owed('morning_list')).slice(1)).toEqual([[anna, '03-09T07:30']]);
  });

  it('is followed by the lead that came after it on the next day only', async () => {
    await put('people', { people: [{ slackUser: anna, hours: berlin }] });
    await collector.passTo(at('03-04T08:00:00'));
    await claimed(anna);
    await collector.passTo(at('03-05T08:00:00'));
    expect(await owed('morning_list')).toEqual([[anna, '03-05T07:30']]);
  });
});

describe('direct messages', () => {
  const notify = (window: object) =>
    put('people', { people: [{ slackUser: anna, hours: berlin, notify: window }] });

  it('that can wait come in the hours that the person chose', async () => {
    await notify({ from: '10:00', to: '16:00' });
    await claimed(anna);
    const { leadId } = await refer(anna, 1);
    collector.clock.set(at('03-03T15:30:00')); // 16:30 in Berlin
    await collector.ask('POST', `/v1/leads/${leadId}/stage`, { stage: 'sql' }, asAdmin);
    await collector.passTo(at('03-04T08:59:59'));
    expect(await owed('morning_list')).toEqual([[anna, '03-04T09:00']]);
    const early = await leased('referral_message');
    expect(early.map(({ payload }) => (payload as { message: { event: string } }).message.event)).toEqual([
      'submitted',
    ]);
    await collector.ask('POST', `/v1/deliveries/${early[0]!.id}/done`, {}, asBot);
    collector.clock.set(at('03-04T09:00:00'));
    const later = await leased('referral_message');
    expect(later.map(({ payload }) => (payload as { message: { event: string } }).message.event)).toEqual([
      'qualified',
    ]);
  });

  it('come at once within these hours, also when they go over midnight', async () => {
    await notify({ from: '16:00', to: '02:00' });
    const { leadId } = await refer(anna, 1);
    collector.clock.set(at('03-04T00:30:00')); // 1:30 in Berlin
    await collector.ask('POST', `/v1/leads/${leadId}/stage`, { stage: 'sql' }, asAdmin);
    collector.clock.set(at('03-04T01:00:00'));
    await collector.ask('POST', `/v1/leads/${leadId}/stage`, { stage: 'customer' }, asAdmin);
    expect(await owed('referral_message')).toEqual([
      [anna, '03-03T10:00'],
      [anna, '03-04T00:30'],
      [anna, '03-04T15:00'],
    ]);
  });

  it('about a deadline do not wait', async () => {
    await notify({ from: '15:00', to: '16:00' });
    await put('routing', {
      rules: [{ name: 'All', when: {}, then: { owner: anna, channel: '#sales', deadlineMinutes: 5 } }],
      pools: [],
      fallback: { channel: '#rest' },
    });
    await leadOf(collector.ask, demoRequest());
    await collector.passTo(tuesday + hour);
    expect(await owed('deadline_reminder')).toEqual([[anna, '03-03T10:03']]);
  });

  it('that wait are no alarm on the status page', async () => {
    await notify({ from: '15:00', to: '16:00' });
    const { leadId } = await refer(anna, 1);
    for (const { id } of await leased('referral_message'))
      await collector.ask('POST', `/v1/deliveries/${id}/done`, {}, asBot);
    await collector.ask('POST', `/v1/leads/${leadId}/stage`, { stage: 'customer' }, asAdmin);
    const { body: due } = await collector.ask('POST', '/v1/deliveries/lease', { max: 50 }, asBot);
    for (const { id } of due.data) await collector.ask('POST', `/v1/deliveries/${id}/done`, {}, asBot);
    collector.clock.set(tuesday + 3 * hour);
    const { body } = await collector.ask('GET', '/v1/status', undefined, asAdmin);
    expect(body.warnings).toEqual([]);
  });
});

describe('the weekly summary', () => {
  beforeEach(async () => {
    await digests({ morning: { on: false }, weekly: { on: true, day: 1, at: '09:00' } });
    await put('calendar', { ...berlin, digestAt: [] });
    await put('routing', {
      rules: [
        { name: 'Hot', when: { temperature: 'hot' }, then: { channel: '#hot', deadlineMinutes: 5 } },
        { name: 'All', when: {}, then: { channel: '#rest' } },
      ],
      pools: [],
      fallback: { channel: '#rest' },
    });
  });

  it('tells each channel that had leads its last week, on Monday', async () => {
    collector.clock.set(at('03-02T10:00:00'));
    const quick = await leadOf(collector.ask, demoRequest());
    collector.clock.set(collector.clock.now() + 2 * minute);
    await say(quick.id, 'claim', { owner: anna });
    const slow = await leadOf(collector.ask, demoRequest());
    await collector.passTo(collector.clock.now() + 10 * minute);
    await say(slow.id, 'claim', { owner: bert });
    await leadOf(collector.ask, demoRequest());
    const { leadId } = await refer(bert, 1);
    await leadOf(collector.ask, whitepaper());
    await collector.passTo(at('03-09T07:59:59'));
    expect(await owed('weekly_summary')).toEqual([]);
    await collector.passTo(at('03-09T08:00:00'));
    expect(await owed('weekly_summary')).toEqual([
      ['#hot', '03-09T08:00'],
      ['#rest', '03-09T08:00'],
    ]);
    const referred = (await collector.ask('GET', `/v1/leads/${leadId}`, undefined, asAdmin)).body;
    const [first, second] = await leased('weekly_summary');
    expect(first).toMatchObject({
      channel: '#hot',
      payload: {
        from: '2026-03-02',
        until: '2026-03-08',
        leads: 3,
        claimed: 2,
        inTime: 1,
        medianMinutes: 6,
        sources: [{ source: 'Direct', leads: 3 }],
        referrers: [],
      },
    });
    expect(referred.assignment.channel).toBe('#rest');
    expect(second).toMatchObject({
      channel: '#rest',
      payload: {
        leads: 2,
        claimed: 0,
        inTime: 0,
        medianMinutes: null,
        referrers: [{ referrer: bert, leads: 1 }],
      },
    });
    await collector.passTo(at('03-30T12:00:00'));
    expect(await owed('weekly_summary')).toHaveLength(2);
  });

  it('is told once after weeks without a server, about the last of them, and not when the week is nearly over', async () => {
    collector.clock.set(at('03-10T10:00:00'));
    await leadOf(collector.ask, demoRequest());
    collector.clock.set(at('03-18T10:00:00'));
    await collector.runTimers();
    expect(await owed('weekly_summary')).toEqual([['#hot', '03-18T10:00']]);
    await leadOf(collector.ask, demoRequest());
    collector.clock.set(at('03-29T22:30:00')); // past midnight in Berlin: Monday, before nine
    await collector.runTimers();
    expect(await owed('weekly_summary')).toHaveLength(1);
  });

  it('is told once a week, also when it is moved to another day', async () => {
    collector.clock.set(at('03-04T10:00:00'));
    await leadOf(collector.ask, demoRequest());
    await collector.passTo(at('03-09T12:00:00'));
    await digests({ morning: { on: false }, weekly: { on: true, day: 3, at: '09:00' } });
    await collector.passTo(at('03-11T12:00:00'));
    expect(await owed('weekly_summary')).toEqual([['#hot', '03-09T08:00']]);
  });
});

describe('the recognition of referrers', () => {
  const monthly = (more: object = {}) =>
    digests({ morning: { on: false }, monthly: { on: true, at: '10:00', ...more } });

  it('comes on the first working day of a month to the fallback channel, about the month before', async () => {
    await monthly();
    collector.clock.set(at('06-30T23:59:59'));
    await refer(bert, 1);
    collector.clock.set(at('07-01T00:00:00'));
    const { leadId } = await refer(anna, 2);
    await collector.ask('POST', `/v1/leads/${leadId}/stage`, { stage: 'sql' }, asAdmin);
    await refer(anna, 3);
    await refer(bert, 4);
    await collector.passTo(at('08-02T23:00:00')); // the first is a Saturday
    expect((await owed('recognition')).map(([, time]) => time)).toEqual(['07-01T10:00']);
    await collector.passTo(at('08-03T10:00:00'));
    const [june, july] = await leased('recognition');
    expect(june?.payload).toMatchObject({ month: '2026-06', rows: [{ referrer: bert }] });
    expect(july).toMatchObject({
      channel: '#leads',
      payload: {
        month: '2026-07',
        total: 3,
        rows: [
          { referrer: anna, submitted: 2, qualified: 1, won: 0 },
          { referrer: bert, submitted: 1, qualified: 0, won: 0 },
        ],
      },
    });
  });

  it('waits for the first day that is no public holiday', async () => {
    await put('calendar', { ...newYork, timeZone: 'UTC', digestAt: [], holidays: 'DE' });
    await monthly();
    collector.clock.set(at('04-20T12:00:00'));
    await refer(anna, 1);
    await collector.passTo(at('05-31T12:00:00')); // the first of May is a Friday
    expect((await owed('recognition')).map(([, time]) => time)).toEqual(['05-04T10:00']);
  });

  it('comes once, to the channel that is named, and not when nobody referred', async () => {
    await monthly({ channel: '#thanks' });
    await refer(anna, 1);
    await collector.passTo(at('04-01T12:00:00'));
    expect(await owed('recognition')).toEqual([['#thanks', '04-01T10:00']]);
    await monthly({ channel: '#all', at: '13:00' });
    await collector.passTo(at('06-30T12:00:00'));
    expect(await owed('recognition')).toHaveLength(1);
  });
});
