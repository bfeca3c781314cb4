import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../src/domain/defaults.ts';
import { bringForwardTimer } from '../src/storage/timers.ts';
import { asAdmin, asBot, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf, whitepaper } from './sending.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const members = ['U0ANNA001', 'U0BERT002', 'U0CARL003'];
const slackUsers = (names: string[]) => names.map((slackUser) => ({ slackUser }));

async function usePool(names = members, more: object = {}): Promise<void> {
  const pools = [{ name: 'Sales', strategy: 'round_robin', members: slackUsers(names) }];
  const then = { pool: 'Sales', channel: '#sales', deadlineMinutes: 5, ...more };
  const value = { rules: [{ name: 'All', when: {}, then }], pools, fallback: { channel: '#rest' } };
  await put('routing', value);
}

async function put(name: string, value: object): Promise<void> {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const headers = { ...asAdmin, 'If-Match': `"${body.version}"` };
  expect((await collector.ask('PUT', `/v1/settings/${name}`, value, headers)).status).toBe(200);
}

const read = async (id: string) => (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const historyOf = async (id: string): Promise<[string, string | null][]> =>
  (await read(id)).history.map(({ kind, to }: { kind: string; to: string | null }) => [kind, to]);
const say = (id: string, what: string, body: object) =>
  collector.ask('POST', `/v1/leads/${id}/${what}`, body, asBot);
const owed = (kind: string) =>
  collector.db
    .selectFrom('deliveries')
    .select(['channel', 'payload', 'lead_id', 'created_at'])
    .where('kind', '=', kind as 'digest')
    .orderBy('id')
    .execute();
const hot = (more: object = {}) => leadOf(collector.ask, demoRequest(more));
const warm = (more: object = {}) => leadOf(collector.ask, whitepaper(more));
const at = (time: string) => Date.parse(`2026-${time}Z`);

describe('the deadline of a hot lead', () => {
  it('reminds its owner by direct message at minute 3 of 5, once', async () => {
    await usePool();
    const { id, assignment } = await hot();
    await collector.passTo(tuesday + 3 * minute - 1);
    expect(await owed('deadline_reminder')).toEqual([]);
    await collector.passTo(tuesday + 3 * minute);
    await collector.passTo(tuesday + 4 * minute);
    expect(await owed('deadline_reminder')).toMatchObject([{ channel: assignment.owner, lead_id: id }]);
    expect(await historyOf(id)).toEqual([
      ['assigned', assignment.owner],
      ['reminded', assignment.owner],
    ]);
  });

  it('hands it to the next of the pool at minute 5, with a deadline of their own', async () => {
    await usePool();
    const { id, assignment } = await hot();
    await collector.passTo(tuesday + 5 * minute);
    const lead = await read(id);
    expect(lead.owner).toBeNull();
    expect(lead.assignment).toMatchObject({
      deadline: '2026-03-03T10:10:00.000Z',
      channel: '#sales',
      because: 'the deadline passed',
    });
    expect(members).toContain(lead.assignment.owner);
    expect(lead.assignment.owner).not.toBe(assignment.owner);
    expect((await historyOf(id)).slice(2)).toEqual([
      ['deadline_missed', assignment.owner],
      ['reassigned', lead.assignment.owner],
    ]);
  });

  it('gives everybody of the pool one chance, then leaves the lead to the channel', async () => {
    await usePool();
    // other leads in between turn the pool as well
    for (let count = 0; count < 4; count += 1) {
      const { id } = await hot();
      await collector.passTo(collector.clock.now() + 3 * hour);
      collector.clock.set(tuesday + (count + 1) * 24 * hour);
      const history = await historyOf(id);
      const missed = history.filter(([kind]) => kind === 'deadline_missed').map(([, to]) => to);
      expect(missed.toSorted((a, b) => a!.localeCompare(b!))).toEqual(members);
      expect(history.filter(([kind]) => kind === 'reassigned')).toHaveLength(2);
      expect((await read(id)).assignment).toMatchObject({
        owner: null,
        deadline: null,
        channel: '#sales',
        because: 'the deadline passed and nobody else is in line',
      });
    }
  });

  it('leaves a lead of nobody in particular to the channel', async () => {
    const { id } = await hot();
    await collector.passTo(tuesday + hour);
    expect(await historyOf(id)).toEqual([
      ['assigned', null],
      ['reminded', null],
      ['deadline_missed', null],
      ['escalated', null],
    ]);
    expect(await owed('deadline_reminder')).toEqual([]);
    expect((await owed('thread_note')).map(({ channel }) => channel)).toEqual(['#leads', '#leads']);
    expect((await read(id)).assignment).toMatchObject({ owner: null, deadline: null });
  });

  it.each([
    ['a claim', (id: string) => say(id, 'claim', { owner: 'U0ANNA001' })],
    ['a disqualification', (id: string) => say(id, 'disqualify', { reason: 'A student' })],
    [
      'a deal won',
      (id: string) => collector.ask('POST', `/v1/leads/${id}/stage`, { stage: 'customer' }, asAdmin),
    ],
  ])('is cancelled by %s', async (_what, decide) => {
    await usePool();
    const { id } = await hot();
    await collector.passTo(tuesday + minute);
    expect((await decide(id)).status).toBe(200);
    await collector.passTo(tuesday + hour);
    const kinds = (await historyOf(id)).map(([kind]) => kind);
    expect(kinds).not.toContain('reminded');
    expect(kinds).not.toContain('deadline_missed');
  });

  it('begins anew when the lead is handed to somebody', async () => {
    await usePool();
    const { id } = await hot();
    await collector.passTo(tuesday + 4 * minute);
    await say(id, 'assign', { owner: 'U0DORA004' });
    expect((await read(id)).assignment.deadline).toBe('2026-03-03T10:09:00.000Z');
    await collector.passTo(tuesday + 7 * minute);
    expect((await owed('deadline_reminder')).at(-1)).toMatchObject({ channel: 'U0DORA004' });
  });

  it('counts working time only: Friday evening to Monday morning', async () => {
    await usePool();
    collector.clock.set(at('03-06T16:58:00'));
    const { id, assignment } = await hot();
    expect(assignment.deadline).toBe('2026-03-09T09:03:00.000Z');
    await collector.passTo(at('03-09T09:00:59'));
    expect(await owed('deadline_reminder')).toEqual([]);
    await collector.passTo(at('03-09T09:01:00'));
    expect(await owed('deadline_reminder')).toHaveLength(1);
    await collector.passTo(at('03-09T09:03:00'));
    expect((await historyOf(id)).at(-1)![0]).toBe('reassigned');
  });

  it('and a claim at the same moment never wait for each other', async () => {
    await usePool();
    for (let round = 0; round < 10; round += 1) {
      const { id } = await hot();
      collector.clock.set(collector.clock.now() + 5 * minute);
      const [claim] = await Promise.all([say(id, 'claim', { owner: 'U0ANNA001' }), collector.runTimers()]);
      expect(claim.status).toBe(200);
      expect((await read(id)).owner).toBe('U0ANNA001');
    }
  });
});

describe('the digest', () => {
  const digests = async () =>
    (await owed('digest')).map(({ channel, payload, created_at }) => ({
      channel,
      leads: JSON.parse(payload).leadIds as string[],
      at: new Date(created_at).toISOString(),
    }));

  beforeEach(() => collector.start());

  it('announces warm leads twice a day, each once, best first', async () => {
    const one = await warm();
    const form = whitepaper({ fields: { also: 'x' } });
    await leadOf(collector.ask, form);
    const two = await leadOf(collector.ask, whitepaper({ email: form.email }));
    expect(two.score).toBeGreaterThan(one.score);
    const cold = await leadOf(collector.ask, demoRequest({ form: { id: 'newsletter' } }));
    await collector.passTo(at('03-03T13:59:59'));
    expect(await digests()).toEqual([]);
    await collector.passTo(at('03-03T14:00:00'));
    expect(await digests()).toEqual([
      { channel: '#leads', leads: [two.id, one.id], at: '2026-03-03T14:00:00.000Z' },
    ]);
    const later = await warm();
    await collector.passTo(at('03-05T09:00:00'));
    expect((await digests()).slice(1)).toEqual([
      { channel: '#leads', leads: [later.id], at: '2026-03-04T09:00:00.000Z' },
    ]);
    expect(cold.temperature).toBe('cold');
  });

  it('is one a channel', async () => {
    const rules = [{ name: 'DE', when: { country: 'DE' }, then: { channel: '#de' } }];
    await put('routing', { rules, pools: [], fallback: { channel: '#rest' } });
    const [german, french] = [await warm({ country: 'DE' }), await warm({ country: 'FR' })];
    await collector.passTo(at('03-03T14:00:00'));
    const sent = await digests();
    expect(new Map(sent.map(({ channel, leads }) => [channel, leads]))).toEqual(
      new Map([
        ['#de', [german.id]],
        ['#rest', [french.id]],
      ]),
    );
    expect(sent).toHaveLength(2);
  });

  it('is as long as a Slack message may be', async () => {
    for (let count = 0; count < 50; count += 1) await collector.ask('POST', '/v1/leads', whitepaper());
    await collector.passTo(at('03-03T14:00:00'));
    expect((await digests()).map(({ leads }) => leads.length)).toEqual([45, 5]);
  });

  it('waits over the weekend', async () => {
    await collector.passTo(at('03-06T15:00:00'));
    await warm();
    await collector.passTo(at('03-09T08:59:59'));
    expect(await digests()).toEqual([]);
    await collector.passTo(at('03-09T09:00:00'));
    expect(await digests()).toHaveLength(1);
  });

  it('leaves out who was claimed, disqualified or became hot, and a hot one gets its card after a digest', async () => {
    const [claimed, out, heated, left] = [await warm(), await warm(), whitepaper(), whitepaper()];
    await say(claimed.id, 'claim', { owner: 'U0ANNA001' });
    await say(out.id, 'disqualify', { reason: 'A student' });
    await leadOf(collector.ask, heated);
    await leadOf(collector.ask, demoRequest({ email: heated.email }));
    const { id } = await leadOf(collector.ask, left);
    await collector.passTo(at('03-03T14:00:00'));
    expect((await digests()).map(({ leads }) => leads)).toEqual([[id]]);
    await leadOf(collector.ask, demoRequest({ email: left.email }));
    expect((await owed('lead_card')).at(-1)).toMatchObject({ lead_id: id });
  });

  it('is leased with the cards of its leads', async () => {
    const { id } = await warm();
    await collector.passTo(at('03-03T14:00:00'));
    const { body } = await collector.ask('POST', '/v1/deliveries/lease', {}, asBot);
    expect(body.data).toMatchObject([
      { kind: 'digest', channel: '#leads', payload: { leads: [{ lead: { id, temperature: 'warm' } }] } },
    ]);
  });

  it('that lists a lead has no card to update when it is handed over: nothing waits for ever', async () => {
    const { id } = await warm();
    await collector.passTo(at('03-03T14:00:00'));
    await say(id, 'assign', { owner: 'U0BERT002' });
    expect([await owed('card_update'), await owed('thread_note')]).toEqual([[], []]);
  });

  it('gives warm leads their time from when it is read', async () => {
    const { assignment } = await warm();
    expect(assignment.deadline).toBe('2026-03-04T14:00:00.000Z');
  });

  it('follows the calendar when that is changed', async () => {
    await put('calendar', { ...defaultSettings.calendar, digestAt: [] });
    await warm();
    await collector.passTo(at('03-03T16:00:00'));
    expect(await digests()).toEqual([]);
    await put('calendar', { ...defaultSettings.calendar, digestAt: ['16:30'], timeZone: 'Europe/Berlin' });
    await collector.passTo(at('03-04T15:30:00'));
    expect((await digests()).map((digest) => digest.at)).toEqual(['2026-03-04T15:30:00.000Z']);
  });
});

describe('a timer', () => {
  it('that is brought forward is never put off: somebody may have set it meanwhile', async () => {
    const { id } = await warm();
    const timer = { kind: 'refresh_lead', leadId: id } as const;
    const dueAt = async () =>
      (
        await collector.db
          .selectFrom('timers')
          .select('due_at')
          .where('id', '=', `refresh_lead:${id}`)
          .executeTakeFirstOrThrow()
      ).due_at;
    await bringForwardTimer(collector.db, timer, tuesday + minute);
    expect(await dueAt()).toBe(tuesday + minute);
    await bringForwardTimer(collector.db, timer, tuesday + hour);
    expect(await dueAt()).toBe(tuesday + minute);
  });

  it('that fails is tried again in a minute and keeps no other from running', async () => {
    const [broken, { id }] = [await hot(), await hot()];
    const spoil = (lines: string) =>
      collector.db.updateTable('leads').set({ score_lines: lines }).where('id', '=', broken.id).execute();
    await spoil('no JSON');
    await collector.passTo(tuesday + 5 * minute);
    expect((await historyOf(id)).map(([kind]) => kind)).toContain('deadline_missed');
    await spoil('[]');
    await collector.passTo(tuesday + 6 * minute);
    expect((await historyOf(broken.id)).map(([kind]) => kind)).toContain('deadline_missed');
  });
});

describe('a restart', () => {
  it('changes nothing: timers are in the database, and what became due meanwhile is done then', async () => {
    await usePool();
    await collector.start();
    const { id, assignment } = await hot();
    const second = await startCollector({ databaseUrl: collector.databaseUrl, now: tuesday + minute });
    await second.start();
    await second.passTo(tuesday + 5 * minute);
    expect((await historyOf(id)).map(([kind]) => kind)).toEqual([
      'assigned',
      'reminded',
      'deadline_missed',
      'reassigned',
    ]);
    expect((await read(id)).assignment.owner).not.toBe(assignment.owner);
    await second.stop();

    await warm();
    const third = await startCollector({ databaseUrl: collector.databaseUrl, now: at('03-03T18:00:00') });
    await third.start();
    await third.runTimers();
    expect(await owed('digest')).toHaveLength(1);
    await third.stop();
  });

  it('lets two processes run every timer once', async () => {
    await usePool();
    await collector.start();
    for (let count = 0; count < 20; count += 1) await warm();
    const leads = [];
    for (let count = 0; count < 10; count += 1) leads.push(await hot());
    const other = await startCollector({ databaseUrl: collector.databaseUrl, now: at('03-03T14:00:00') });
    collector.clock.set(at('03-03T14:00:00'));
    await Promise.all([collector.runTimers(), other.runTimers(), collector.runTimers(), other.runTimers()]);
    for (const { id } of leads) {
      const kinds = (await historyOf(id)).map(([kind]) => kind);
      expect(kinds.filter((kind) => kind === 'reminded')).toHaveLength(1);
    }
    expect(await owed('digest')).toHaveLength(1);
    await other.stop();
  });

  it('runs the loop by itself until it is stopped', async () => {
    const { id } = await hot();
    await collector.start();
    const { status } = await collector.ask(
      'POST',
      '/v1/test/clock',
      { now: '2026-03-03T10:05:00Z' },
      asAdmin,
    );
    expect(status).toBe(200);
    await expect
      .poll(async () => (await historyOf(id)).map(([kind]) => kind), { timeout: 60_000 })
      .toContain('deadline_missed');
  });
});
