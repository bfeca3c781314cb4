import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leadsWithoutFollowUp } from '../src/storage/leadsWithoutFollowUp.ts';
import { demoRequest, leadOf } from './sending.ts';
import { asAdmin, asBot, day, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const put = async (name: string, value: object) => {
  const headers = { ...asAdmin, 'If-Match': '"0"' };
  expect((await collector.ask('PUT', `/v1/settings/${name}`, value, headers)).status).toBe(200);
};
const plan = { name: 'All', when: {}, attempts: 3, firstWithinMinutes: 60, daysBetween: 2 };
const hot = (more: object = {}) => leadOf(collector.ask, demoRequest(more));
const say = (id: string, what: string, body: object) =>
  collector.ask('POST', `/v1/leads/${id}/${what}`, body, asBot);
const claimed = async (owner = 'U0ANNA'): Promise<string> => {
  const { id } = await hot();
  expect((await say(id, 'claim', { owner })).status).toBe(200);
  return id;
};
const tried = (id: string, more: object = {}) =>
  say(id, 'follow-ups', { kind: 'call', outcome: 'not_reached', by: 'U0ANNA', ...more });
const read = async (id: string) => (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const reminders = async (id: string) =>
  (
    await collector.db
      .selectFrom('deliveries')
      .select(['channel', 'payload', 'created_at'])
      .where('kind', '=', 'lead_news')
      .where('lead_id', '=', id as never)
      .orderBy('id')
      .execute()
  ).map(({ channel, payload, created_at }) => [channel, JSON.parse(payload).news.attempt, iso(created_at)]);
const iso = (ms: number) => new Date(ms).toISOString();
const at = (time: string) => Date.parse(`${time}:00Z`);

describe('a follow-up plan', () => {
  it('counts attempts until the lead had all of them, and reminds the owner of each once', async () => {
    await put('followUps', { rules: [plan] });
    const id = await claimed();
    expect((await read(id)).followUpState).toEqual({
      plan: 'All',
      attempts: 3,
      made: 0,
      isReached: false,
      nextAt: iso(tuesday + hour),
    });
    await collector.passTo(tuesday + 2 * hour);
    expect(await reminders(id)).toEqual([['U0ANNA', 1, iso(tuesday + hour)]]);

    const { body } = await tried(id);
    expect(body).toMatchObject({
      outcome: 'logged',
      followUpState: { made: 1, nextAt: iso(at('2026-03-05T12:00')) },
    });
    // from Thursday two working days on: Monday
    await collector.passTo(at('2026-03-05T15:00'));
    await tried(id, { kind: 'email' });
    await collector.passTo(at('2026-03-10T15:00'));
    expect((await reminders(id)).slice(1)).toEqual([
      ['U0ANNA', 2, iso(at('2026-03-05T12:00'))],
      ['U0ANNA', 3, iso(at('2026-03-09T15:00'))],
    ]);
    expect((await tried(id)).body.followUpState).toMatchObject({ made: 3, nextAt: null });
    await collector.passTo(tuesday + 60 * day);
    expect(await reminders(id)).toHaveLength(3);
  });

  it('ends when the lead was reached', async () => {
    const id = await claimed();
    const { body } = await tried(id, { outcome: 'reached', note: 'Wants a demo on Friday' });
    expect(body.followUpState).toMatchObject({ isReached: true, nextAt: null });
    await collector.passTo(tuesday + 60 * day);
    expect(await reminders(id)).toEqual([]);
    const lead = await read(id);
    expect(lead.followUps).toMatchObject([
      { kind: 'call', outcome: 'reached', note: 'Wants a demo on Friday', by: 'U0ANNA', at: iso(tuesday) },
    ]);
    expect(lead.history.at(-1)).toMatchObject({
      kind: 'follow_up',
      actor: 'U0ANNA',
      note: 'Attempt 1, call: reached. Wants a demo on Friday',
    });
  });

  it('runs by the calendar of the owner: over a vacation, a holiday and the change of clocks', async () => {
    await put('followUps', { rules: [plan] });
    const hours = { timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
    const absences = [{ from: '2026-03-30', until: '2026-04-01' }];
    await put('people', { people: [{ slackUser: 'U0ANNA', hours, holidays: 'DE', absences }] });
    collector.clock.set(at('2026-03-27T15:30'));
    const id = await claimed();
    // Friday 16:30, three days off, Thursday, then Easter
    expect((await read(id)).followUpState.nextAt).toBe(iso(at('2026-04-02T07:30')));
    await collector.passTo(at('2026-04-02T08:00'));
    const { body } = await tried(id);
    expect(body.followUpState.nextAt).toBe(iso(at('2026-04-08T08:00')));
  });

  it('is that of the source: family, then channel; without a rule nobody is reminded', async () => {
    const rules = [
      { ...plan, name: 'Outbound', when: { family: 'outbound' } },
      { ...plan, name: 'Direct', when: { channel: ['direct'] }, attempts: 0 },
    ];
    await put('followUps', { rules });
    const id = await claimed();
    expect((await read(id)).originalSource.channel).toBe('Direct');
    expect((await read(id)).followUpState).toBeNull();
    await collector.passTo(tuesday + 30 * day);
    expect(await reminders(id)).toEqual([]);
  });

  it('begins with the first attempt of whoever takes over, and goes on counting', async () => {
    await put('followUps', { rules: [plan] });
    const id = await claimed();
    await tried(id);
    collector.clock.set(tuesday + hour);
    await say(id, 'assign', { owner: 'U0BEN' });
    expect((await read(id)).followUpState).toBeNull();
    await say(id, 'claim', { owner: 'U0BEN' });
    await collector.passTo(tuesday + 3 * hour);
    expect(await reminders(id)).toEqual([['U0BEN', 2, iso(tuesday + 2 * hour)]]);
  });

  it('waits while the lead is snoozed and ends when it is closed', async () => {
    await put('followUps', { rules: [plan] });
    const [snoozed, out] = [await claimed(), await claimed()];
    await say(snoozed, 'snooze', { until: '2026-03-06', reason: 'At a fair', by: 'U0ANNA' });
    await say(out, 'disqualify', { reason: 'A student' });
    expect((await read(snoozed)).followUpState.nextAt).toBe(iso(at('2026-03-06T09:00')));
    await tried(snoozed);
    expect((await read(snoozed)).followUpState.nextAt).toBe(iso(at('2026-03-06T09:00')));
    await collector.passTo(tuesday + 30 * day);
    // the end of the snooze asks for it
    expect(await reminders(snoozed)).toEqual([['U0ANNA', undefined, iso(at('2026-03-06T09:00'))]]);
    expect(await reminders(out)).toEqual([]);
  });

  it('reminds once whatever is restarted, and not of what was logged in that second', async () => {
    await put('followUps', { rules: [plan] });
    const id = await claimed();
    for (const _ of [1, 2]) {
      const fresh = await startCollector({
        databaseUrl: collector.databaseUrl,
        now: tuesday + hour,
        sites: [],
      });
      await Promise.all([fresh.runTimers(), fresh.runTimers()]);
      await fresh.stop();
    }
    expect(await reminders(id)).toHaveLength(1);
    collector.clock.set(tuesday + hour);
    await tried(id);
    const { due_at } = await collector.db
      .selectFrom('timers')
      .select('due_at')
      .where('id', '=', `follow_up:${id}`)
      .executeTakeFirstOrThrow();
    collector.clock.set(due_at);
    await Promise.all([tried(id, { eventId: 'just-now' }), collector.runTimers()]);
    await collector.runTimers();
    expect((await reminders(id)).length).toBeLessThanOrEqual(2);
    expect((await read(id)).followUpState).toMatchObject({ made: 2 });
  });

  it.each([
    ['that was claimed', (phone: string, email: string) => [phone, email]],
    ['that was not', (phone: string, email: string) => [email, phone]],
  ])('stays with the owner when a record %s is joined with another', async (_, inOrder) => {
    await put('followUps', { rules: [plan] });
    const phone = '+49 30 7654321';
    const form = demoRequest();
    const byPhone = await hot({ email: undefined, phone });
    const byEmail = await leadOf(collector.ask, form);
    expect(byPhone.id).not.toBe(byEmail.id);
    const [mine = ''] = inOrder(byPhone.id, byEmail.id);
    await say(mine, 'claim', { owner: 'U0ANNA' });
    await tried(mine);
    const joined = await leadOf(collector.ask, demoRequest({ email: form.email, phone }));
    expect(joined.id).toBe(byEmail.id);
    expect(await read(joined.id)).toMatchObject({ owner: 'U0ANNA', followUpState: { made: 1 } });
    await collector.passTo(tuesday + 7 * day);
    expect(await reminders(joined.id)).toMatchObject([['U0ANNA', 2, iso(at('2026-03-05T10:00'))]]);
  });
});

describe('an attempt', () => {
  it('is stored once for each event, also at the same moment', async () => {
    const id = await claimed();
    const answers = await Promise.all(Array.from({ length: 4 }, () => tried(id, { eventId: 'the-same' })));
    expect(answers.filter(({ body }) => body.outcome === 'logged')).toHaveLength(1);
    expect(answers.filter(({ body }) => body.outcome === 'duplicate')).toHaveLength(3);
    expect((await read(id)).followUps).toHaveLength(1);
  });

  it('may have been earlier, and stands in its place', async () => {
    const id = await claimed();
    await collector.passTo(tuesday + 30 * minute);
    await tried(id);
    await tried(id, { kind: 'email', at: iso(tuesday + 10 * minute) });
    const { followUps } = await read(id);
    expect(followUps.map(({ kind }: { kind: string }) => kind)).toEqual(['email', 'call']);
  });

  it.each([
    ['kind', { kind: 'fax' }],
    ['outcome', { outcome: undefined }],
    ['at', { at: 'yesterday' }],
    ['at', { at: '2026-03-03T10:00:01Z' }],
    ['note', { note: 'x'.repeat(2001) }],
  ])('says what is wrong with its %s', async (path, more) => {
    const id = await claimed();
    const { status, body } = await tried(id, more);
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([422, [path]]);
  });

  it('of an unknown lead is 404', async () => {
    expect((await tried('lead_nobody')).status).toBe(404);
  });
});

describe('leads without any follow-up', () => {
  const ids = async (query: string): Promise<string[]> =>
    (await collector.ask('GET', `/v1/leads?${query}`, undefined, asAdmin)).body.data.map(
      ({ id }: { id: string }) => id,
    );

  it('are those that somebody has, open and not snoozed, and that nobody tried to reach', async () => {
    const [left, reached, out, later, ben] = [
      await claimed(),
      await claimed(),
      await claimed(),
      await claimed(),
      await claimed('U0BEN'),
    ];
    await hot();
    await tried(reached);
    await say(out, 'disqualify', { reason: 'A student' });
    await say(later, 'snooze', { until: 'in_1_hour', reason: 'On a train', by: 'U0ANNA' });
    expect(new Set(await ids('withoutFollowUp=true'))).toEqual(new Set([left, ben]));
    expect(await ids('withoutFollowUp=true&owner=U0ANNA')).toEqual([left]);
    expect(await ids('withoutFollowUp=false')).toHaveLength(6);
    const found = async (ms: number, owner?: string) =>
      (await leadsWithoutFollowUp(collector.db, ms, owner)).map(({ id }) => id).sort();
    expect(await found(tuesday)).toEqual([left, ben].sort());
    expect(await found(tuesday + hour, 'U0ANNA')).toEqual([left, later].sort());
  });
});
