import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery, LeadCard } from '@headwater/contract';
import { batch, demoRequest, leadOf, page, touch, whitepaper } from './sending.ts';
import { asAdmin, asBot, day, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const lease = async (): Promise<Delivery[]> =>
  (await collector.ask('POST', '/v1/deliveries/lease', { max: 100 }, asBot)).body.data;
const done = (id: string, ref?: object) =>
  collector.ask('POST', `/v1/deliveries/${id}/done`, ref ? { ref } : {}, asBot);
const say = (id: string, what: string, body: object, headers: Record<string, string> = asBot) =>
  collector.ask('POST', `/v1/leads/${id}/${what}`, body, headers);
const cardOf = async (id: string): Promise<LeadCard> =>
  (await collector.ask('GET', `/v1/leads/${id}/card`, undefined, asBot)).body;

let posted = 0;
/** Everything that is owed now reaches Slack; answers what it was. */
async function deliver(): Promise<Delivery[]> {
  const all: Delivery[] = [];
  for (let leased = await lease(); leased.length > 0; leased = await lease()) {
    for (const { id } of leased) {
      posted += 1;
      await done(id, { channel: 'C0LEADS01', ts: `${posted}.0` });
    }
    all.push(...leased);
  }
  return all;
}
const updates = async () =>
  (await deliver()).filter((delivery) => delivery.kind === 'card_update').map(({ payload }) => payload);

/** A hot lead whose card stands in Slack, and the time after which its form is looked at no more. */
async function standing(more: object = {}) {
  const lead = await leadOf(collector.ask, demoRequest(more));
  await deliver();
  await collector.passTo(collector.clock.now() + minute);
  expect(await updates()).toEqual([]);
  return lead;
}

describe('a card shows the present state', () => {
  it('when the visitor does something new, once for all that came together', async () => {
    const visitor = v7();
    const lead = await standing({ visitor });
    const now = collector.clock.now();
    for (const path of ['pricing', 'security', 'team']) {
      const sent = batch([page(now, `https://acme.com/${path}`)], { visitor, sentAt: now });
      expect((await collector.ask('POST', '/v1/collect', sent)).status).toBe(202);
      await collector.runTimers();
    }
    const [update, ...more] = await updates();
    expect(more).toEqual([]);
    expect(update).toMatchObject({ lead: { id: lead.id } });
    expect(JSON.stringify(update)).toContain('Viewed /team');
  });

  it('when it cools down, and keeps being told what happens after', async () => {
    const lead = await standing();
    await collector.passTo(tuesday + 30 * day);
    const cooled = await updates();
    expect(cooled.at(-1)).toMatchObject({ lead: { temperature: expect.not.stringMatching('hot') } });
    await say(lead.id, 'claim', { owner: 'U0ANNA001' });
    expect(await updates()).toMatchObject([{ lead: { owner: 'U0ANNA001' } }]);
  });

  it.each([
    ['claimed', (id: string) => say(id, 'claim', { owner: 'U0ANNA001' }), { owner: 'U0ANNA001' }],
    ['handed over', (id: string) => say(id, 'assign', { owner: 'U0ANNA001' }), { owner: null }],
    ['disqualified', (id: string) => say(id, 'disqualify', { reason: 'x' }), { stage: 'disqualified' }],
    ['moved by the API', (id: string) => say(id, 'stage', { stage: 'sql' }, asAdmin), { stage: 'sql' }],
  ])('when it is %s', async (_, act, lead) => {
    const { id } = await standing();
    await act(id);
    const told = await deliver();
    expect(told.map(({ kind }) => kind).sort()).toEqual(['card_update', 'thread_note']);
    expect(told.find(({ kind }) => kind === 'card_update')?.payload).toMatchObject({ lead: { id, ...lead } });
  });

  it('when somebody refers a person who has a card', async () => {
    const lead = await standing();
    const referral = { submission: v7(), via: 'api', referrer: 'U0CARA003', name: 'Eva', company: 'Firma' };
    await collector.ask('POST', '/v1/referrals', { ...referral, email: lead.email }, asBot);
    expect(await updates()).toMatchObject([{ referredBy: 'U0CARA003' }]);
  });

  it('when nothing that it shows has changed, there is nothing to tell', async () => {
    const lead = await standing();
    await say(lead.id, 'stage', { stage: 'mql' }, asAdmin);
    expect(await updates()).toEqual([]);
  });
});

describe('updates of one card', () => {
  it('that nobody has begun are one, whatever happened meanwhile', async () => {
    const { id } = await standing();
    await say(id, 'claim', { owner: 'U0ANNA001' });
    await say(id, 'stage', { stage: 'sql' }, asAdmin);
    await say(id, 'stage', { stage: 'opportunity' }, asAdmin);
    const told = await deliver();
    expect(told.filter(({ kind }) => kind === 'thread_note')).toHaveLength(3);
    expect(told.filter(({ kind }) => kind === 'card_update').map(({ payload }) => payload)).toMatchObject([
      { lead: { owner: 'U0ANNA001', stage: 'opportunity' } },
    ]);
  });

  it('go one after the other, so that none undoes a later one', async () => {
    const { id } = await standing();
    await say(id, 'claim', { owner: 'U0ANNA001' });
    const first = await lease();
    await say(id, 'stage', { stage: 'sql' }, asAdmin);
    expect((await lease()).map(({ kind }) => kind)).toEqual([]);
    for (const delivery of first) await done(delivery.id);
    expect(await updates()).toMatchObject([{ lead: { stage: 'sql' } }]);
  });

  it('are not forgotten when the change comes while the bot is at work', async () => {
    const { id } = await standing();
    await Promise.all(
      ['mql', 'sql', 'opportunity', 'customer'].map(async (stage, index) => {
        await say(id, 'stage', { stage, at: new Date(tuesday + index).toISOString() }, asAdmin);
        await lease();
      }),
    );
    collector.clock.set(collector.clock.now() + hour);
    expect((await updates()).at(-1)).toMatchObject({ lead: { stage: 'customer' } });
  });
});

describe('the buying centre', () => {
  const colleague = (name: string, more: object = {}) =>
    leadOf(collector.ask, whitepaper({ name, email: `${name.toLowerCase()}@zentrum.de`, ...more }));

  it('names the other people of the account with stage and last act, at most five, and counts the rest', async () => {
    const lead = await standing({ email: 'eva@zentrum.de' });
    for (const name of ['Ada', 'Bea', 'Cleo', 'Dora', 'Emma', 'Fay', 'Gina']) {
      collector.clock.set(collector.clock.now() + minute);
      await colleague(name);
    }
    const { buyingCentre } = await cardOf(lead.id);
    expect(buyingCentre.people.map(({ who }) => who)).toEqual(['Gina', 'Fay', 'Emma', 'Dora', 'Cleo']);
    expect(buyingCentre.more).toBe(2);
    expect(buyingCentre.people[0]).toMatchObject({
      stage: 'mql',
      lastAct: { text: expect.stringContaining('Sent the form Download the whitepaper') },
    });
  });

  it('is kept current within a minute: a new colleague, and the stage of a known one, update the card', async () => {
    const lead = await standing({ email: 'eva@zentrum.de' });
    const ada = await colleague('Ada');
    expect(await updates()).toEqual([]);
    collector.clock.set(collector.clock.now() + minute);
    expect(await updates()).toMatchObject([
      { lead: { id: lead.id }, buyingCentre: { people: [{ who: 'Ada' }] } },
    ]);
    await say(ada.id, 'stage', { stage: 'opportunity' }, asAdmin);
    collector.clock.set(collector.clock.now() + minute);
    expect(await updates()).toMatchObject([{ buyingCentre: { people: [{ stage: 'opportunity' }] } }]);
  });

  it('does not use up Slack: however many come from one company, each card is updated once', async () => {
    const lead = await standing({ email: 'eva@zentrum.de' });
    for (let index = 0; index < 30; index += 1) await colleague('Ada', { email: `ada${index}@zentrum.de` });
    await say(lead.id, 'claim', { owner: 'U0ANNA001' });
    expect(await updates()).toMatchObject([{ lead: { owner: 'U0ANNA001' }, buyingCentre: { more: 25 } }]);
    collector.clock.set(collector.clock.now() + hour);
    expect(await updates()).toEqual([]);
  });

  it('leaves out junk, other accounts, and everybody where there is no account', async () => {
    const lead = await standing({ email: 'eva@zentrum.de' });
    await leadOf(collector.ask, whitepaper({ email: 'max@anderswo.de' }));
    await colleague('Spam', { honeypot: 'filled' });
    expect((await cardOf(lead.id)).buyingCentre).toEqual({ people: [], more: 0 });
    const free = await standing({ email: 'somebody@gmail.com' });
    await leadOf(collector.ask, whitepaper({ email: 'else@gmail.com' }));
    expect((await cardOf(free.id)).buyingCentre).toEqual({ people: [], more: 0 });
  });
});

describe('the journey of a card', () => {
  it('has the first touch, the latest touches and the latest forms, oldest first, and counts the rest', async () => {
    const visitor = v7();
    const visit = (days: number, source: string) =>
      touch(tuesday - days * day, `https://acme.com/?utm_source=${source}&utm_medium=cpc`);
    const sources = ['linkedin', 'google', 'bing', 'google', 'bing', 'google'];
    const events = sources.map((source, index) => visit(20 - index, source));
    await collector.ask('POST', '/v1/collect', batch(events, { visitor, sentAt: tuesday }));
    const { id } = await leadOf(collector.ask, demoRequest({ visitor }));
    const { journey } = await cardOf(id);
    expect(journey.steps.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^First touch: .*linkedin/),
      expect.stringContaining('google'),
      expect.stringContaining('bing'),
      expect.stringContaining('google'),
      expect.stringContaining('Sent the form Request a demo'),
    ]);
    expect(journey.more).toBe(2);
  });
});

describe('two leads that turn out to be one person', () => {
  const phone = '+49 30 5550199';
  const anonymous = () => demoRequest({ email: undefined, phone, name: 'Eva' });

  it('have one card: the other says that there is another, the one shows both', async () => {
    const first = demoRequest({ email: 'eva@zusammen.de' });
    await leadOf(collector.ask, first);
    await collector.ask('POST', '/v1/leads', anonymous());
    const cards = await deliver();
    expect(cards.map(({ kind }) => kind)).toEqual(['lead_card', 'lead_card']);
    await collector.passTo(collector.clock.now() + minute);
    await updates();

    const { submission: _, ...again } = first;
    await collector.ask('POST', '/v1/leads', { ...again, submission: v7(), phone, message: 'It is me' });
    const told = await deliver();
    const shown = told.filter((delivery) => delivery.kind === 'card_update').map(({ payload }) => payload);
    expect(shown).toMatchObject([
      { replaced: true, lead: { email: 'eva@zusammen.de' } },
      { message: 'It is me', lead: { email: 'eva@zusammen.de' } },
    ]);
    expect(told.filter(({ kind }) => kind === 'thread_note').map(({ payload }) => payload)).toMatchObject([
      { entry: { kind: 'merged' } },
      { entry: { kind: 'submitted_again' } },
    ]);
    const [retired, kept] = shown as { card: { ts: string } }[];
    expect(retired!.card.ts).not.toBe(kept!.card.ts);
  });

  it('have one card also when neither was posted yet', async () => {
    const first = demoRequest({ email: 'eva@zusammen.de' });
    await leadOf(collector.ask, first);
    await collector.ask('POST', '/v1/leads', anonymous());
    await collector.ask('POST', '/v1/leads', { ...first, submission: v7(), phone, message: 'It is me' });
    expect((await deliver()).filter(({ kind }) => kind === 'lead_card')).toHaveLength(1);
  });
});

describe('a stage', () => {
  it('keeps what was said with it, and the thread says it', async () => {
    const { id } = await standing();
    const euros = (amount: number) => ({ amount, currency: 'EUR' });
    const change = { stage: 'customer', revenue: euros(1_200_000), margin: euros(30_050), by: 'U0ANNA001' };
    const eventId = 'V1:h1';
    for (const outcome of ['changed', 'duplicate', 'duplicate'])
      expect((await say(id, 'stage', { ...change, eventId })).body).toEqual({ leadId: id, outcome });
    const notes = (await deliver())
      .filter(({ kind }) => kind === 'thread_note')
      .map(({ payload }) => payload);
    expect(notes).toMatchObject([
      {
        entry: {
          kind: 'stage_changed',
          actor: 'U0ANNA001',
          to: 'customer',
          note: 'revenue €12,000, margin €300.50',
        },
      },
    ]);
    const { body } = await collector.db
      .selectFrom('stage_changes')
      .select('body')
      .where('lead_id', '=', id)
      .where('stage', '=', 'customer')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(body)).toEqual({ revenue: change.revenue, margin: change.margin });
  });

  it('of later today counts from now, and one in the future is refused at its field', async () => {
    const { id } = await standing();
    const evening = new Date(tuesday + 12 * hour).toISOString();
    expect((await say(id, 'stage', { stage: 'sql', at: evening })).body.outcome).toBe('changed');
    await say(id, 'stage', { stage: 'customer' });
    expect((await cardOf(id)).lead.stage).toBe('customer');
    const answer = await say(id, 'stage', { stage: 'lost', at: new Date(tuesday + 9 * day).toISOString() });
    expect([answer.status, answer.body.errors]).toEqual([422, [{ path: 'at', message: 'is in the future' }]]);
  });
});

describe('a search by words', () => {
  it('finds who has every word somewhere in name, company or address, in any case and script', async () => {
    await leadOf(
      collector.ask,
      demoRequest({ name: 'Änne Öztürk', company: 'ÉCLAIR', email: 'a_b@x-suche.de' }),
    );
    await leadOf(collector.ask, demoRequest({ name: 'Anne', company: 'Eclair', email: 'aXb@x-suche.de' }));
    const found = async (q: string) =>
      (await collector.ask('POST', '/v1/leads/search', { q }, asBot)).body.data.map(
        ({ name }: { name: string }) => name,
      );
    expect(await found('änne éclair')).toEqual(['Änne Öztürk']);
    expect(await found('ÖZTÜRK')).toEqual(['Änne Öztürk']);
    expect(await found('a_b@')).toEqual(['Änne Öztürk']);
    expect(await found('x-suche')).toHaveLength(2);
    expect(await found('%')).toEqual([]);
    expect(await found('\\')).toEqual([]);
    expect(await found('änne nobody')).toEqual([]);
  });
});
