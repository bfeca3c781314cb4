import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asAdmin, asBot, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf, whitepaper } from './sending.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
  const pools = [
    {
      name: 'Sales',
      strategy: 'round_robin',
      members: ['U0ANNA001', 'U0BERT002'].map((slackUser) => ({ slackUser })),
    },
  ];
  const then = { pool: 'Sales', channel: '#sales' };
  const rules = [
    { name: 'Germany', when: { country: 'DE' }, then },
    { name: 'Austria', when: { country: 'AT' }, then: { ...then, deadlineMinutes: 5 } },
  ];
  const value = { rules, pools, fallback: { channel: '#rest' } };
  await collector.ask('PUT', '/v1/settings/routing', value, { ...asAdmin, 'If-Match': '"0"' });
});
afterAll(() => collector.stop());

const made = (more: object = {}) => leadOf(collector.ask, demoRequest(more));
const say = (id: string, what: string, body: object, headers: Record<string, string> = asBot) =>
  collector.ask('POST', `/v1/leads/${id}/${what}`, body, headers);
const read = async (id: string) => (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const historyOf = async (id: string): Promise<string[]> =>
  (await read(id)).history.map(({ kind }: { kind: string }) => kind);
const owed = (id: string) =>
  collector.db
    .selectFrom('deliveries')
    .select(['kind', 'channel'])
    .where('lead_id', '=', id as never)
    .orderBy('id')
    .execute();

describe('a claim', () => {
  it('has one winner among twenty at the same moment; the others are told who', async () => {
    const { id } = await made();
    const people = Array.from({ length: 20 }, (_, index) => `U0PERSON${index}`);
    const answers = await Promise.all(
      people.map((owner) => say(id, 'claim', { owner, by: owner, eventId: `${id}-${owner}` })),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    const { owner } = winners[0]!.body;
    expect(people).toContain(owner);
    for (const { status, body } of answers.filter((answer) => answer !== winners[0]))
      expect([status, body.owner]).toEqual([409, owner]);
    expect((await read(id)).owner).toBe(owner);
    expect(await historyOf(id)).toEqual(['assigned', 'claimed']);
    expect((await owed(id)).map(({ kind }) => kind)).toEqual(['lead_card', 'thread_note', 'card_update']);
  });

  it('is recognised by its event id for its own lead alone', async () => {
    const [first, second] = [await made(), await made()];
    for (const { id } of [first, second]) {
      const { status, body } = await say(id, 'claim', { owner: 'U0ANNA001', eventId: 'the-same' });
      expect([status, body.owner]).toEqual([200, 'U0ANNA001']);
    }
    expect((await read(second.id)).owner).toBe('U0ANNA001');
  });

  it('by the same person again is fine and adds nothing', async () => {
    const { id } = await made();
    for (const eventId of ['same-1', 'same-1', 'same-2']) {
      const { status, body } = await say(id, 'claim', { owner: 'U0ANNA001', eventId });
      expect([status, body]).toEqual([200, { leadId: id, owner: 'U0ANNA001' }]);
    }
    expect(await historyOf(id)).toEqual(['assigned', 'claimed']);
    expect(await owed(id)).toHaveLength(3);
  });

  it('that is repeated after the lead was handed on has no effect again', async () => {
    const { id } = await made();
    const claim = { owner: 'U0ANNA001', eventId: 'late-1' };
    await say(id, 'claim', claim);
    await say(id, 'assign', { owner: 'U0BERT002', eventId: 'late-2' });
    expect((await say(id, 'claim', claim)).body).toEqual({ leadId: id, owner: null });
    expect(await read(id)).toMatchObject({ owner: null, assignment: { owner: 'U0BERT002' } });
    await say(id, 'claim', { owner: 'U0BERT002', eventId: 'late-3' });
    const repeated = await say(id, 'claim', claim);
    expect([repeated.status, repeated.body.owner]).toEqual([409, 'U0BERT002']);
  });

  it('makes the first claimer the owner of the account, and nobody after', async () => {
    const [first, second] = [
      await made({ email: 'a@firma-claim.de' }),
      await made({ email: 'b@firma-claim.de' }),
    ];
    await say(first.id, 'claim', { owner: 'U0FIRST01' });
    await say(second.id, 'claim', { owner: 'U0SECOND2' });
    const account = await collector.db
      .selectFrom('accounts')
      .select('owner')
      .where('domain', '=', 'firma-claim.de')
      .executeTakeFirstOrThrow();
    expect(account).toEqual({ owner: 'U0FIRST01' });
  });

  it('of a lead without a card owes Slack nothing', async () => {
    const lead = await leadOf(collector.ask, whitepaper());
    expect(lead.temperature).toBe('warm');
    await say(lead.id, 'claim', { owner: 'U0ANNA001' });
    expect((await read(lead.id)).owner).toBe('U0ANNA001');
    expect(await owed(lead.id)).toEqual([]);
  });

  it('of a lead that is won or lost is refused: a button somewhere was older than that', async () => {
    for (const stage of ['lost', 'customer', 'disqualified']) {
      const { id } = await made();
      await say(id, 'stage', { stage });
      const { status, body } = await say(id, 'claim', { owner: 'U0ANNA001' });
      expect([status, body.owner, body.detail]).toEqual([409, undefined, expect.stringContaining('closed')]);
      expect((await read(id)).owner).toBeNull();
    }
  });

  it('says what is wrong with it', async () => {
    const { id } = await made();
    expect((await say(id, 'claim', { owner: 'anna' })).body.errors).toMatchObject([{ path: 'owner' }]);
    expect((await say('lead_nobody', 'claim', { owner: 'U0ANNA001' })).status).toBe(404);
  });
});

describe('fifty claims in the second in which the deadline passes', () => {
  const people = Array.from({ length: 50 }, (_, index) => `U0RUSH${index}`);
  const claims = (id: string) =>
    people.map((owner) => say(id, 'claim', { owner, by: owner, eventId: `${id}-${owner}` }));
  /** Moves the clock to the deadline without running what is due. */
  const reachDeadline = async (id: string): Promise<void> => {
    const { assignment } = await read(id);
    collector.clock.set(Date.parse(assignment.deadline));
  };
  /** Each look at the clock is later than the one before, as decisions are. */
  const letClockRun = (): void => {
    let looks = 0;
    collector.clock.now = () => now() + (looks += 1);
  };
  let now: () => number;
  beforeAll(() => void ({ now } = collector.clock));
  afterEach(() => {
    collector.clock.now = now;
    collector.clock.set(tuesday);
  });

  it('have one winner, and the deadline is missed at most once', async () => {
    const { id } = await made({ country: 'AT' });
    await reachDeadline(id);
    const asked = claims(id);
    const timers = collector.runTimers();
    const answers = await Promise.all(asked);
    await timers;
    const { owner } = await read(id);
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners.map(({ body }) => body.owner)).toEqual([owner]);
    for (const { status, body } of answers.filter((answer) => answer !== winners[0]))
      expect([status, body.owner]).toEqual([409, owner]);
    const history = await historyOf(id);
    expect(history.filter((kind) => kind === 'claimed')).toHaveLength(1);
    expect(history.filter((kind) => kind === 'deadline_missed').length).toBeLessThanOrEqual(1);
    expect(await collector.runTimers()).toBe(0);
  });

  it('and somebody hands it over: each step follows from the one before', async () => {
    const { id } = await made({ country: 'AT' });
    await reachDeadline(id);
    letClockRun();
    const asked = claims(id);
    const handedOver = say(id, 'assign', { owner: 'U0CARL003', by: 'U0BOSS009', eventId: `${id}-over` });
    const timers = collector.runTimers();
    const answers = await Promise.all(asked);
    expect((await handedOver).status).toBe(200);
    await timers;
    const lead = await read(id);
    const { owner, winners, faults } = retold(lead.history);
    expect(faults).toEqual([]);
    expect(lead.owner).toBe(owner);
    const won = answers.filter(({ status }) => status === 200).map(({ body }) => body.owner);
    expect(new Set(won)).toEqual(new Set(winners));
    expect(won).toHaveLength(winners.length);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect(status).toBe(409);
      expect(winners).toContain(body.owner);
    }
  });
});

/** What a history says when it is read from its beginning: who has the lead, who ever won it, what cannot be. */
function retold(history: { kind: string; to: string | null }[]) {
  let owner: string | null = null;
  const winners: (string | null)[] = [];
  const faults: string[] = [];
  for (const { kind, to } of history) {
    if ((kind === 'claimed' || kind === 'deadline_missed') && owner !== null) faults.push(kind);
    if (kind === 'claimed') winners.push(to);
    if (kind === 'claimed') owner = to;
    if (kind === 'reassigned') owner = null;
  }
  return { owner, winners, faults };
}

describe('a reassignment', () => {
  it('hands the lead to the person named, who has yet to claim it', async () => {
    const { id } = await made();
    await say(id, 'claim', { owner: 'U0ANNA001' });
    const { status, body } = await say(id, 'assign', { owner: 'U0CARL003', by: 'U0ANNA001' });
    expect([status, body]).toEqual([200, { leadId: id, owner: 'U0CARL003' }]);
    const lead = await read(id);
    expect(lead).toMatchObject({ owner: null, assignment: { owner: 'U0CARL003', channel: '#rest' } });
    expect(lead.assignment.because).toContain('U0ANNA001');
    expect(lead.history.at(-1)).toMatchObject({ kind: 'reassigned', actor: 'U0ANNA001', to: 'U0CARL003' });
  });

  it('without a name goes to somebody else of the pool', async () => {
    const { id, assignment } = await made({ country: 'DE' });
    const { body } = await say(id, 'assign', {});
    expect(['U0ANNA001', 'U0BERT002']).toContain(body.owner);
    expect(body.owner).not.toBe(assignment.owner);
  });

  it('without a name and without a pool is 409', async () => {
    const { id } = await made({ country: 'US' });
    expect((await say(id, 'assign', {})).status).toBe(409);
    expect((await say('lead_nobody', 'assign', {})).status).toBe(404);
  });

  it('is done once, however often its event comes, also at the same moment', async () => {
    const { id } = await made({ country: 'DE' });
    const event = { eventId: `once-${id}` };
    const first = await say(id, 'assign', event);
    const again = await Promise.all([1, 2, 3, 4, 5].map(() => say(id, 'assign', event)));
    for (const { status, body } of again) expect([status, body]).toEqual([200, first.body]);
    expect((await read(id)).assignment.owner).toBe(first.body.owner);
    expect(await historyOf(id)).toEqual(['assigned', 'reassigned']);
    expect(await owed(id)).toHaveLength(3);
  });
});

describe('a disqualification', () => {
  it('sets the lead aside with its reason, once per event', async () => {
    const { id } = await made();
    const body = { reason: 'A student', by: 'U0ANNA001', eventId: `out-${id}` };
    expect((await say(id, 'disqualify', body)).body).toEqual({ leadId: id, outcome: 'changed' });
    expect((await say(id, 'disqualify', body)).body).toEqual({ leadId: id, outcome: 'duplicate' });
    const lead = await read(id);
    expect(lead.stage).toBe('disqualified');
    expect(lead.stages).toMatchObject([{ stage: 'lead' }, { stage: 'mql' }, { stage: 'disqualified' }]);
    expect(lead.history.at(-1)).toMatchObject({
      kind: 'disqualified',
      actor: 'U0ANNA001',
      note: 'A student',
    });
    expect((await owed(id)).map(({ kind }) => kind)).toEqual(['lead_card', 'thread_note', 'card_update']);
  });

  it('needs a reason', async () => {
    const { id } = await made();
    for (const body of [{}, { reason: ' ' }])
      expect((await say(id, 'disqualify', body)).body.errors).toMatchObject([{ path: 'reason' }]);
    expect((await say('lead_nobody', 'disqualify', { reason: 'x' })).status).toBe(404);
  });

  it('keeps a lead that comes again from being announced again', async () => {
    const form = demoRequest();
    const { id } = await leadOf(collector.ask, form);
    await say(id, 'disqualify', { reason: 'A competitor' });
    const before = (await owed(id)).filter(({ kind }) => kind === 'lead_card');
    await leadOf(collector.ask, demoRequest({ email: form.email }));
    expect((await owed(id)).filter(({ kind }) => kind === 'lead_card')).toEqual(before);
  });
});

describe('a stage', () => {
  const move = (id: string, body: object, headers: Record<string, string> = {}) =>
    say(id, 'stage', body, { ...asAdmin, ...headers });

  it('is changed once per event or Idempotency-Key, and an old report does not undo a newer one', async () => {
    const { id } = await made();
    const at = (days: number) => new Date(tuesday - days * 86_400_000).toISOString();
    await move(id, { stage: 'opportunity', at: at(1), eventId: `opp-${id}` });
    await move(id, { stage: 'opportunity', at: at(1), eventId: `opp-${id}` });
    await move(id, { stage: 'sql', at: at(3) }, { 'Idempotency-Key': `sql-${id}` });
    await move(id, { stage: 'sql', at: at(3) }, { 'Idempotency-Key': `sql-${id}` });
    const lead = await read(id);
    expect(lead.stage).toBe('opportunity');
    expect(lead.stages.slice(1)).toEqual([
      { stage: 'sql', at: at(3) },
      { stage: 'opportunity', at: at(1) },
      { stage: 'mql', at: at(0) },
    ]);
  });

  it('reported with others for the same day goes by the order of the funnel', async () => {
    for (const order of [
      ['sql', 'customer', 'opportunity'],
      ['customer', 'opportunity', 'sql'],
    ]) {
      const { id } = await made();
      for (const stage of order) await move(id, { stage, at: '2026-03-02T00:00:00Z' });
      expect((await read(id)).stage).toBe('customer');
    }
  });

  it('names what is wrong', async () => {
    const { id } = await made();
    expect((await move(id, { stage: 'won' })).body.errors).toMatchObject([{ path: 'stage' }]);
    const value = { amount: 1.5, currency: 'EUR' };
    expect((await move(id, { stage: 'sql', value })).body.errors).toMatchObject([{ path: 'value.amount' }]);
    expect((await move('lead_nobody', { stage: 'sql' })).status).toBe(404);
  });
});
