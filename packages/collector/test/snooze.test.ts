import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoRequest, leadOf, whitepaper } from './sending.ts';
import { asAdmin, asBot, day, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
  const pools = [{ name: 'Sales', strategy: 'round_robin', members: [{ slackUser: 'U0ANNA' }] }];
  const then = { pool: 'Sales', channel: '#sales', deadlineMinutes: 5 };
  const value = { rules: [{ name: 'All', when: {}, then }], pools, fallback: { channel: '#rest' } };
  await collector.ask('PUT', '/v1/settings/routing', value, { ...asAdmin, 'If-Match': '"0"' });
});
afterEach(() => collector.stop());

const hot = (more: object = {}) => leadOf(collector.ask, demoRequest(more));
const say = (id: string, what: string, body: object) =>
  collector.ask('POST', `/v1/leads/${id}/${what}`, body, asBot);
const snooze = (id: string, until: string, more: object = {}) =>
  say(id, 'snooze', { until, reason: 'On a train', by: 'U0ANNA', ...more });
const read = async (id: string) => (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const kindsOf = async (id: string): Promise<string[]> =>
  (await read(id)).history.map(({ kind }: { kind: string }) => kind);
const owed = async (id: string) =>
  (
    await collector.db
      .selectFrom('deliveries')
      .select(['kind', 'channel', 'payload'])
      .where('lead_id', '=', id as never)
      .orderBy('id')
      .execute()
  ).map(({ kind, channel, payload }) => ({ kind, channel, news: JSON.parse(payload).news }));
const newsOf = async (id: string) => (await owed(id)).filter(({ kind }) => kind === 'lead_news');
const iso = (ms: number) => new Date(ms).toISOString();

describe('a snoozed lead', () => {
  it('is shown as such, with reason and person, on the card, in the thread and in the history', async () => {
    const { id } = await hot();
    const { status, body } = await snooze(id, 'in_1_hour');
    const snoozed = { until: iso(tuesday + hour), reason: 'On a train', by: 'U0ANNA' };
    expect([status, body]).toEqual([200, { leadId: id, snoozed }]);
    const lead = await read(id);
    expect(lead).toMatchObject({ snoozed, assignment: { owner: 'U0ANNA', deadline: null } });
    expect(lead.history.at(-1)).toMatchObject({
      kind: 'snoozed',
      actor: 'U0ANNA',
      to: snoozed.until,
      note: 'On a train',
    });
    expect((await owed(id)).map(({ kind }) => kind)).toEqual(['lead_card', 'thread_note', 'card_update']);
  });

  it('lets nobody be reminded until its date; then who should act is told, and the deadline begins anew', async () => {
    const { id } = await hot();
    await collector.passTo(tuesday + minute);
    await snooze(id, iso(tuesday + day));
    await collector.passTo(tuesday + day - 1);
    expect(await kindsOf(id)).toEqual(['assigned', 'snoozed']);
    await collector.passTo(tuesday + day);
    expect(await read(id)).toMatchObject({
      snoozed: null,
      assignment: { owner: 'U0ANNA', deadline: iso(tuesday + day + 5 * minute) },
    });
    expect(await newsOf(id)).toEqual([
      { kind: 'lead_news', channel: 'U0ANNA', news: { kind: 'snooze_over', reason: 'On a train' } },
    ]);
    await collector.passTo(tuesday + day + hour);
    expect(await kindsOf(id)).toEqual([
      'assigned',
      'snoozed',
      'snooze_over',
      'reminded',
      'deadline_missed',
      'escalated',
    ]);
    const { history } = await read(id);
    expect(history.at(-1).at).toBe(iso(tuesday + day + 15 * minute));
  });

  it('that somebody has is brought back to its owner', async () => {
    const { id } = await hot();
    await say(id, 'claim', { owner: 'U0BEN' });
    await snooze(id, 'in_1_hour', { by: 'U0BEN' });
    await collector.passTo(tuesday + 2 * hour);
    expect((await newsOf(id)).map(({ channel, news }) => [channel, news.kind])).toEqual([
      ['U0BEN', 'snooze_over'],
    ]);
    expect(await read(id)).toMatchObject({ owner: 'U0BEN', snoozed: null });
  });

  it('of nobody in particular is brought back to the channel', async () => {
    const { id } = await hot();
    await collector.passTo(tuesday + hour);
    await snooze(id, 'in_1_hour');
    await collector.passTo(tuesday + 2 * hour);
    expect((await newsOf(id)).at(-1)).toMatchObject({ channel: '#sales', news: { kind: 'snooze_over' } });
    expect((await read(id)).assignment.deadline).toBe(iso(tuesday + 2 * hour + 5 * minute));
  });

  it('comes back once, also when a process is started anew and two run', async () => {
    const { id } = await hot();
    await snooze(id, 'in_1_hour');
    collector.clock.set(tuesday + hour);
    const other = await startCollector({
      databaseUrl: collector.databaseUrl,
      now: tuesday + hour,
      sites: [],
    });
    await Promise.all([collector.runTimers(), other.runTimers(), collector.runTimers(), other.runTimers()]);
    await other.stop();
    expect(await newsOf(id)).toHaveLength(1);
    expect((await kindsOf(id)).filter((kind) => kind === 'snooze_over')).toHaveLength(1);
  });

  it.each([
    ['a claim', (id: string) => say(id, 'claim', { owner: 'U0BEN' })],
    ['a reassignment', (id: string) => say(id, 'assign', { owner: 'U0CARA' })],
    ['a disqualification', (id: string) => say(id, 'disqualify', { reason: 'A student' })],
    [
      'a deal won',
      (id: string) => collector.ask('POST', `/v1/leads/${id}/stage`, { stage: 'customer' }, asAdmin),
    ],
  ])('is not snoozed any more after %s', async (_, decide) => {
    const { id } = await hot();
    await snooze(id, 'in_1_hour');
    expect((await decide(id)).status).toBe(200);
    expect((await read(id)).snoozed).toBeNull();
    await collector.passTo(tuesday + day);
    expect(await kindsOf(id)).not.toContain('snooze_over');
  });

  it('and a claim at the very moment it comes back: it has one owner and at most one message', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id } = await hot();
      await snooze(id, 'in_1_hour');
      collector.clock.set(collector.clock.now() + hour);
      const [claim] = await Promise.all([say(id, 'claim', { owner: 'U0BEN' }), collector.runTimers()]);
      expect(claim.status).toBe(200);
      expect(await read(id)).toMatchObject({ owner: 'U0BEN', snoozed: null });
      expect((await newsOf(id)).length).toBeLessThanOrEqual(1);
      await collector.runTimers();
      expect((await kindsOf(id)).filter((kind) => kind === 'deadline_missed')).toEqual([]);
    }
  });

  it('that is warm waits for a digest after its date', async () => {
    const digested = async () =>
      (
        await collector.db.selectFrom('deliveries').select('payload').where('kind', '=', 'digest').execute()
      ).flatMap(({ payload }) => JSON.parse(payload).leadIds as string[]);
    await collector.start();
    const { id } = await leadOf(collector.ask, whitepaper());
    await snooze(id, iso(tuesday + 6 * hour));
    await collector.passTo(Date.parse('2026-03-03T14:00:00Z'));
    expect(await digested()).toEqual([]);
    await collector.passTo(Date.parse('2026-03-04T09:00:00Z'));
    expect(await digested()).toEqual([id]);
  });

  it('that becomes hot is announced at once', async () => {
    const form = whitepaper();
    const { id } = await leadOf(collector.ask, form);
    await snooze(id, 'next_week');
    await leadOf(collector.ask, demoRequest({ email: form.email }));
    expect(await read(id)).toMatchObject({ temperature: 'hot', snoozed: null });
    expect((await owed(id)).map(({ kind }) => kind)).toContain('lead_card');
  });

  it.each([
    ['claimed', 'U0BEN'],
    ['unclaimed', null],
  ])('and %s is snoozed still when it is joined with another record of the person', async (_, owner) => {
    const phone = '+49 30 1234567';
    const form = whitepaper();
    const { id } = await hot({ email: undefined, phone });
    await leadOf(collector.ask, { ...form, form: { id: 'newsletter' } } as typeof form);
    if (owner !== null) await say(id, 'claim', { owner });
    await snooze(id, 'in_1_hour');
    const joined = await leadOf(collector.ask, { ...form, submission: v7(), phone } as typeof form);
    expect(joined.id).not.toBe(id);
    expect(await read(joined.id)).toMatchObject({ owner, snoozed: { reason: 'On a train' } });
    await collector.passTo(tuesday + hour);
    expect(await newsOf(joined.id)).toMatchObject([{ channel: owner ?? 'U0ANNA' }]);
    expect((await read(joined.id)).snoozed).toBeNull();
  });
});

describe('a snooze', () => {
  it('is until a morning where the person lives who says so', async () => {
    const hours = { timeZone: 'America/New_York', days: [1, 2, 3, 4, 5], from: '10:00', to: '18:00' };
    const value = { people: [{ slackUser: 'U0ANNA', hours }] };
    await collector.ask('PUT', '/v1/settings/people', value, { ...asAdmin, 'If-Match': '"0"' });
    const { id } = await hot();
    const untils = [];
    for (const until of ['tomorrow', 'next_week', '2026-03-31', '2026-03-05T12:30:00+01:00'])
      untils.push((await snooze(id, until)).body.snoozed.until);
    expect(untils).toEqual([
      '2026-03-04T14:00:00.000Z',
      '2026-03-09T13:00:00.000Z',
      '2026-03-31T13:00:00.000Z',
      '2026-03-05T11:30:00.000Z',
    ]);
    expect((await snooze(id, 'tomorrow', { by: 'crm' })).body.snoozed.until).toBe('2026-03-04T09:00:00.000Z');
  });

  it('takes effect once for each event, also at the same moment', async () => {
    const { id } = await hot();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => snooze(id, 'tomorrow', { eventId: 'the-same' })),
    );
    for (const { status, body } of answers)
      expect([status, body.snoozed.until]).toEqual([200, '2026-03-04T09:00:00.000Z']);
    expect(await kindsOf(id)).toEqual(['assigned', 'snoozed']);
    await say(id, 'claim', { owner: 'U0BEN' });
    expect((await snooze(id, 'tomorrow', { eventId: 'the-same' })).body.snoozed).toBeNull();
  });

  it.each([
    ['until', { until: 'some day' }],
    ['until', { until: '2026-02-30' }],
    ['until', { until: '2026-03-03' }],
    ['until', { until: '2026-03-03T10:00:00Z' }],
    ['until', { until: '2027-03-09' }],
    ['reason', { reason: '  ' }],
    ['reason', { reason: undefined }],
    ['by', { by: '' }],
  ])('says what is wrong with its %s: %j', async (path, more) => {
    const { id } = await hot();
    const { status, body } = await snooze(id, 'tomorrow', more);
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([422, [path]]);
    expect((await read(id)).snoozed).toBeNull();
  });

  it('of a closed lead is refused, and of an unknown one too', async () => {
    const { id } = await hot();
    await say(id, 'disqualify', { reason: 'A student' });
    expect((await snooze(id, 'tomorrow')).status).toBe(409);
    expect((await snooze('lead_nobody', 'tomorrow')).status).toBe(404);
  });
});
