import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../src/domain/defaults.ts';
import { demoRequest, leadOf } from './sending.ts';
import { asAdmin, asBot, day, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const berlin = { timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
const newYork = { ...berlin, timeZone: 'America/New_York' };
const at = (time: string) => Date.parse(`${time}Z`);

async function put(name: string, value: object): Promise<number> {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const headers = { ...asAdmin, 'If-Match': `"${body.version}"` };
  return (await collector.ask('PUT', `/v1/settings/${name}`, value, headers)).status;
}

/** A pool with a deadline of five minutes. */
async function usePool(...names: string[]): Promise<void> {
  const members = names.map((slackUser) => ({ slackUser }));
  const pools = [{ name: 'Sales', strategy: 'round_robin', members }];
  const then = { pool: 'Sales', channel: '#sales', deadlineMinutes: 5 };
  const value = { rules: [{ name: 'All', when: {}, then }], pools, fallback: { channel: '#rest' } };
  expect(await put('routing', value)).toBe(200);
}

const usePeople = async (people: object[], more: object = {}) =>
  expect(await put('people', { people, ...more })).toBe(200);
const useCalendar = async (more: object) =>
  expect(await put('calendar', { ...defaultSettings.calendar, ...berlin, ...more })).toBe(200);

const hot = () => leadOf(collector.ask, demoRequest());
const read = async (id: string) => (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const say = (id: string, what: string, body: object) =>
  collector.ask('POST', `/v1/leads/${id}/${what}`, body, asBot);
const historyOf = async (id: string): Promise<[string, string][]> =>
  (await read(id)).history.map((line: { kind: string; at: string }) => [line.kind, line.at]);
const kindsOf = async (id: string) => (await historyOf(id)).map(([kind]) => kind);
const news = async (id: string) =>
  (
    await collector.db
      .selectFrom('deliveries')
      .select(['channel', 'payload'])
      .where('kind', '=', 'lead_news')
      .where('lead_id', '=', id as never)
      .orderBy('id')
      .execute()
  ).map(({ channel, payload }) => [channel, JSON.parse(payload).news]);

/** What a collector that was just started does at that moment. */
async function asFreshProcess(ms: number): Promise<void> {
  const fresh = await startCollector({ databaseUrl: collector.databaseUrl, now: ms, sites: [] });
  await fresh.runTimers();
  await fresh.stop();
}

/** Each of these happens at its minute and not a second before, whatever is restarted in between. */
async function happens(id: string, steps: [string, string][]): Promise<void> {
  const before = (await historyOf(id)).length;
  for (const time of new Set(steps.map(([, when]) => when))) {
    await asFreshProcess(at(time) - 1000);
    expect(await historyOf(id)).toHaveLength(before + steps.findIndex(([, when]) => when === time));
    await asFreshProcess(at(time));
    await asFreshProcess(at(time));
  }
  await asFreshProcess(at(steps.at(-1)![1]) + 30 * day);
  const expected = steps.map(([kind, time]) => [kind, new Date(at(time)).toISOString()]);
  expect((await historyOf(id)).slice(before)).toEqual(expected);
}

describe('reminder, reassignment and manager come once and at their minute', () => {
  const steps = (...times: string[]): [string, string][] => [
    ['reminded', times[0]!],
    ['deadline_missed', times[1]!],
    ['reassigned', times[1]!],
    ['reminded', times[2]!],
    ['deadline_missed', times[3]!],
    ['escalated', times[4]!],
  ];

  it.each([
    [
      'in the middle of a week',
      '2026-03-03T10:00:00',
      [3, 5, 8, 10, 15].map((min) => `2026-03-03T10:${String(min).padStart(2, '0')}:00`),
    ],
    [
      'over a weekend',
      '2026-03-06T15:58:00',
      [
        '2026-03-09T08:01:00',
        '2026-03-09T08:03:00',
        '2026-03-09T08:06:00',
        '2026-03-09T08:08:00',
        '2026-03-09T08:13:00',
      ],
    ],
    [
      'over the change to summer time',
      '2026-03-27T15:56:00',
      [
        '2026-03-27T15:59:00',
        '2026-03-30T07:01:00',
        '2026-03-30T07:04:00',
        '2026-03-30T07:06:00',
        '2026-03-30T07:11:00',
      ],
    ],
    [
      'over the change to winter time',
      '2026-10-23T14:56:00',
      [
        '2026-10-23T14:59:00',
        '2026-10-26T08:01:00',
        '2026-10-26T08:04:00',
        '2026-10-26T08:06:00',
        '2026-10-26T08:11:00',
      ],
    ],
    [
      'over Easter',
      '2026-04-02T14:58:00',
      [
        '2026-04-07T07:01:00',
        '2026-04-07T07:03:00',
        '2026-04-07T07:06:00',
        '2026-04-07T07:08:00',
        '2026-04-07T07:13:00',
      ],
    ],
  ])('%s', async (_, start, times) => {
    await useCalendar({ holidays: 'DE' });
    await usePeople([], { manager: 'U0MAX' });
    await usePool('U0ANNA', 'U0BEN');
    collector.clock.set(at(start));
    const { id, assignment } = await hot();
    expect(assignment.deadline).toBe(new Date(at(times[1]!)).toISOString());
    await happens(id, steps(...times));
    expect(await news(id)).toMatchObject([['U0MAX', { kind: 'escalated' }]]);
  });

  it('over the vacation of the one person who should act', async () => {
    await useCalendar({});
    const absences = [{ from: '2026-03-04', until: '2026-03-10', note: 'skiing' }];
    await usePeople([{ slackUser: 'U0ANNA', absences, manager: 'U0MEL' }]);
    await usePool('U0ANNA');
    collector.clock.set(at('2026-03-03T15:58:00'));
    const { id } = await hot();
    await happens(id, [
      ['reminded', '2026-03-11T08:01:00'],
      ['deadline_missed', '2026-03-11T08:03:00'],
      ['escalated', '2026-03-11T08:13:00'],
    ]);
    expect((await news(id)).map(([channel]) => channel)).toEqual(['U0MEL']);
  });

  it('by the hours and holidays of each person, and not by the calendar', async () => {
    await useCalendar({ holidays: 'DE' });
    await usePeople([{ slackUser: 'U0ANNA', hours: newYork, holidays: 'US-NY' }], { admin: 'U0ADA' });
    await usePool('U0ANNA');
    collector.clock.set(at('2026-11-25T21:58:00'));
    const { id } = await hot();
    // Thanksgiving is the 26th
    await happens(id, [
      ['reminded', '2026-11-27T14:01:00'],
      ['deadline_missed', '2026-11-27T14:03:00'],
      ['escalated', '2026-11-27T14:13:00'],
    ]);
    expect((await news(id)).map(([channel]) => channel)).toEqual(['U0ADA']);
  });
});

describe('an escalation', () => {
  it('tells the manager since when nobody has the lead, whom it was for, and stands in the thread', async () => {
    await usePeople([], { manager: 'U0MAX' });
    await usePool('U0ANNA');
    const { id } = await hot();
    await collector.passTo(tuesday + 15 * minute);
    expect(await news(id)).toEqual([
      ['U0MAX', { kind: 'escalated', since: new Date(tuesday).toISOString(), missedBy: 'U0ANNA' }],
    ]);
    const { history } = await read(id);
    expect(history.at(-1)).toMatchObject({ kind: 'escalated', actor: null, to: 'U0MAX' });
  });

  it('goes to the channel where nobody is named for it', async () => {
    const { id } = await hot();
    await collector.passTo(tuesday + hour);
    expect(await news(id)).toMatchObject([['#leads', { kind: 'escalated', missedBy: null }]]);
  });

  it.each([
    ['a claim', (id: string) => say(id, 'claim', { owner: 'U0ANNA' })],
    ['a disqualification', (id: string) => say(id, 'disqualify', { reason: 'A student' })],
  ])('never comes after %s', async (_, decide) => {
    await usePeople([], { manager: 'U0MAX' });
    await usePool('U0ANNA');
    const { id } = await hot();
    await collector.passTo(tuesday + 14 * minute);
    expect((await decide(id)).status).toBe(200);
    await collector.passTo(tuesday + hour);
    expect(await kindsOf(id)).not.toContain('escalated');
  });

  it('begins anew with a person to whom somebody hands the lead', async () => {
    await usePeople([], { manager: 'U0MAX' });
    await usePool('U0ANNA');
    const { id } = await hot();
    await collector.passTo(tuesday + 14 * minute);
    await say(id, 'assign', { owner: 'U0CARA' });
    await collector.passTo(tuesday + 29 * minute - 1);
    expect(await news(id)).toEqual([]);
    await collector.passTo(tuesday + 29 * minute);
    expect(await news(id)).toMatchObject([['U0MAX', { missedBy: 'U0CARA' }]]);
  });

  it('and a claim in the same second: one owner, and at most one message', async () => {
    await usePeople([], { manager: 'U0MAX' });
    await usePool('U0ANNA');
    for (let round = 0; round < 8; round += 1) {
      const { id } = await hot();
      collector.clock.set(collector.clock.now() + 15 * minute);
      const other = await startCollector({
        databaseUrl: collector.databaseUrl,
        now: collector.clock.now(),
        sites: [],
      });
      const people = ['U0ANNA', 'U0BEN', 'U0CARA'];
      const [claims] = await Promise.all([
        Promise.all(people.map((owner) => say(id, 'claim', { owner, eventId: `${id}:${owner}` }))),
        collector.runTimers(),
        other.runTimers(),
      ]);
      await other.stop();
      const winners = claims.filter(({ status }) => status === 200);
      expect(winners).toHaveLength(1);
      expect((await read(id)).owner).toBe(winners[0]!.body.owner);
      const kinds = await kindsOf(id);
      expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(1);
      const escalated = kinds.filter((kind) => kind === 'escalated');
      expect(escalated.length).toBeLessThanOrEqual(1);
      expect(await news(id)).toHaveLength(escalated.length);
      // -1 where it was not
      expect(kinds.indexOf('escalated')).toBeLessThan(kinds.indexOf('claimed'));
    }
  });

  it('is leased with the lead as it is by then', async () => {
    await usePeople([], { manager: 'U0MAX' });
    const { id, name } = await hot();
    await collector.passTo(tuesday + 15 * minute);
    await say(id, 'claim', { owner: 'U0ANNA' });
    const { body } = await collector.ask('POST', '/v1/deliveries/lease', { max: 50 }, asBot);
    const leased = body.data.find(({ kind }: { kind: string }) => kind === 'lead_news');
    expect(leased).toMatchObject({
      channel: 'U0MAX',
      payload: { slackUser: 'U0MAX', lead: { id, name, owner: 'U0ANNA' }, news: { kind: 'escalated' } },
    });
  });
});

describe('holidays in the settings', () => {
  it('are of a region that is known', async () => {
    for (const [name, value, path] of [
      ['calendar', { ...defaultSettings.calendar, holidays: 'XX' }, 'holidays'],
      ['people', { people: [{ slackUser: 'U0ANNA', holidays: 'DE-ZZ' }] }, 'people[0].holidays'],
    ] as const) {
      const headers = { ...asAdmin, 'If-Match': '"0"' };
      const { status, body } = await collector.ask('PUT', `/v1/settings/${name}`, value, headers);
      expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([422, [path]]);
    }
  });

  it('and absences for years leave a lead without a deadline that never comes', async () => {
    await usePeople([{ slackUser: 'U0ANNA', absences: [{ from: '2026-03-04', until: '2099-12-31' }] }]);
    await usePool('U0ANNA');
    collector.clock.set(at('2026-03-03T16:58:00'));
    expect((await hot()).assignment.deadline).toMatch(/^2031-/);
  });
});
