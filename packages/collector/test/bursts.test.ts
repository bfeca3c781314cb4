import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery, DeliveryKind } from '@headwater/contract';
import { asAdmin, asBot, minute, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest } from './sending.ts';

type Of<Kind extends DeliveryKind> = Extract<Delivery, { kind: Kind }>;

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const lease = async (max = 100): Promise<Delivery[]> =>
  (await collector.ask('POST', '/v1/deliveries/lease', { max }, asBot)).body.data;
const tell = (id: string, what: 'done' | 'failed', body: object = {}) =>
  collector.ask('POST', `/v1/deliveries/${id}/${what}`, body, asBot);
const claim = (id: string, owner = 'U0ANNA001') =>
  collector.ask('POST', `/v1/leads/${id}/claim`, { owner }, asBot);
const only = <Kind extends DeliveryKind>(kind: Kind, leased: Delivery[]): Of<Kind>[] =>
  leased.filter((delivery): delivery is Of<Kind> => delivery.kind === kind);

/** So many leads at the same moment; each has a score of its own by what else it did. */
async function arrive(count: number): Promise<string[]> {
  for (let lead = 0; lead < count; lead += 1) await collector.ask('POST', '/v1/leads', demoRequest());
  const rows = await collector.db.selectFrom('leads').select('id').orderBy('id').execute();
  await Promise.all(
    rows.map(({ id }, index) =>
      collector.db
        .updateTable('leads')
        .set({ score: 100 + ((index * 37) % 100) })
        .where('id', '=', id)
        .execute(),
    ),
  );
  return rows.map(({ id }) => id);
}

const scoresOf = (leased: Delivery[]): number[] => leased.flatMap(cardsIn).map(({ lead }) => lead.score);

function cardsIn(delivery: Delivery) {
  if (delivery.kind === 'lead_card') return [delivery.payload];
  return delivery.kind === 'digest' ? delivery.payload.leads : [];
}

/** Posts everything that is owed, as a bot does, and answers it in the order it was leased. */
async function deliverAll(): Promise<Delivery[]> {
  const all: Delivery[] = [];
  for (;;) {
    const leased = await lease();
    if (leased.length === 0) return all;
    for (const { id } of leased) {
      all.push(leased.find((each) => each.id === id)!);
      await tell(id, 'done', { ref: { channel: 'C0LEADS01', ts: `${all.length}.1` } });
    }
  }
}

describe('more hot leads than a channel can show', () => {
  it('are twenty cards and digests of 45, the hottest first, each lead once', async () => {
    const leads = await arrive(120);
    collector.clock.set(tuesday + 5_000);
    const posted = await deliverAll();
    expect(posted.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 20 }, () => 'lead_card'),
      'digest',
      'digest',
      'digest',
    ]);
    expect(only('digest', posted).map(({ payload }) => payload.leads.length)).toEqual([45, 45, 10]);
    const told = posted.flatMap(cardsIn).map(({ lead }) => lead.id);
    expect(told.toSorted()).toEqual(leads);
    expect(scoresOf(posted)).toEqual(scoresOf(posted).toSorted((one, other) => other - one));
    const { deliveries } = (await collector.ask('GET', '/v1/status', undefined, asAdmin)).body;
    expect(deliveries).toMatchObject({ waiting: 0, dead: 0 });
  });

  it('stay told once when they come again', async () => {
    await arrive(29);
    await collector.ask('POST', '/v1/leads', demoRequest({ email: 'again@firm.de' }));
    await collector.db.updateTable('leads').set({ score: 1 }).where('email', '=', 'again@firm.de').execute();
    collector.clock.set(tuesday + 5_000);
    const [digest] = only('digest', await deliverAll());
    expect(digest!.payload.leads.at(-1)!.lead.email).toBe('again@firm.de');
    await collector.ask('POST', '/v1/leads', demoRequest({ email: 'again@firm.de' }));
    await collector.passTo(tuesday + 20_000);
    const kinds = (await lease()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'digest_update')).toEqual([]);
  });

  it('wait for others a few seconds before a digest goes out that is not full', async () => {
    await arrive(30);
    expect((await deliverAll()).map(({ kind }) => kind)).toEqual(
      Array.from({ length: 20 }, () => 'lead_card'),
    );
    collector.clock.set(tuesday + 4_999);
    expect(await lease()).toEqual([]);
    collector.clock.set(tuesday + 5_000);
    expect((await lease()).map(({ kind }) => kind)).toEqual(['digest']);
  });

  it('let a hotter one that comes later take the place of a card that was not posted', async () => {
    await arrive(25);
    await collector.db.updateTable('leads').set({ score: 50 }).execute();
    await lease(5);
    await collector.ask('POST', '/v1/leads', demoRequest({ email: 'hottest@firm.de' }));
    await collector.db
      .updateTable('leads')
      .set({ score: 90 })
      .where('email', '=', 'hottest@firm.de')
      .execute();
    const [next] = only('lead_card', await lease(1));
    expect(next!.payload.lead.email).toBe('hottest@firm.de');
  });

  it('get cards again after a minute', async () => {
    await arrive(21);
    collector.clock.set(tuesday + 5_000);
    expect(await deliverAll()).toHaveLength(21);
    collector.clock.set(tuesday + minute);
    await arrive(1);
    collector.clock.set(tuesday + minute + 5_001);
    expect((await deliverAll()).map(({ kind }) => kind)).toEqual(['lead_card']);
  });

  it('are each told once by six bots who ask at the same moment', async () => {
    const leads = await arrive(90);
    collector.clock.set(tuesday + 5_000);
    const told: string[] = [];
    let cards = 0;
    for (;;) {
      const leased = (await Promise.all([1, 2, 3, 4, 5, 6].map(() => lease(7)))).flat();
      if (leased.length === 0) break;
      cards += only('lead_card', leased).length;
      told.push(...leased.flatMap(cardsIn).map(({ lead }) => lead.id));
      await Promise.all(leased.map(({ id }) => tell(id, 'done', { ref: { channel: 'C1', ts: id } })));
    }
    expect(told.toSorted()).toEqual(leads);
    expect(cards).toBe(20);
  });

  it('leave a card that a bot was given a card: it may stand in Slack', async () => {
    await arrive(40);
    const given = only('lead_card', await lease(10)).map(({ payload }) => payload.lead.id);
    collector.clock.set(tuesday + minute);
    const again = only('lead_card', await deliverAll()).filter(({ attempt }) => attempt === 2);
    expect(again.map(({ payload }) => payload.lead.id).toSorted()).toEqual(given.toSorted());
  });
});

describe('a lead that was told in a digest', () => {
  async function digestOf30() {
    await arrive(30);
    collector.clock.set(tuesday + 5_000);
    const [digest] = only('digest', await deliverAll());
    return digest!;
  }

  it('can be claimed, and the digest then shows who has it', async () => {
    const { payload } = await digestOf30();
    const [first] = payload.leads;
    expect((await claim(first!.lead.id)).status).toBe(200);
    const [card, update, ...others] = await lease();
    expect(others).toEqual([]);
    expect(card).toMatchObject({ kind: 'lead_card', channel: 'U0ANNA001' });
    expect(update).toMatchObject({
      kind: 'digest_update',
      payload: { digest: { channel: 'C0LEADS01', ts: '21.1' } },
    });
    const owners = only('digest_update', [update!])[0]!.payload.leads.map(({ lead }) => lead.owner);
    expect(owners).toEqual(['U0ANNA001', ...Array.from({ length: 9 }, () => null)]);
  });

  it('has one owner of fifty who press', async () => {
    const { payload } = await digestOf30();
    const presses = Array.from({ length: 50 }, (_, index) =>
      claim(payload.leads[3]!.lead.id, `U0REP${100 + index}`),
    );
    const statuses = (await Promise.all(presses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });

  it('is drawn once for many claims, one drawing after the other', async () => {
    const { payload } = await digestOf30();
    for (const { lead } of payload.leads.slice(0, 5)) await claim(lead.id);
    const redraws = async () => only('digest_update', await lease());
    const [first, ...others] = await redraws();
    expect([first!.kind, others]).toEqual(['digest_update', []]);
    for (const { lead } of payload.leads.slice(5)) await claim(lead.id);
    expect(await redraws()).toEqual([]);
    await tell(first!.id, 'done');
    const [second, ...none] = await redraws();
    expect(none).toEqual([]);
    expect(second!.payload.leads.every(({ lead }) => lead.owner === 'U0ANNA001')).toBe(true);
    await tell(second!.id, 'done');
    expect(await redraws()).toEqual([]);
  });

  it('waits with what it shows until the digest stands', async () => {
    await arrive(30);
    collector.clock.set(tuesday + 5_000);
    const leased = await lease();
    const [digest] = only('digest', leased);
    await claim(digest!.payload.leads[0]!.lead.id);
    expect((await lease()).map(({ kind }) => kind)).toEqual(['lead_card']);
    await tell(digest!.id, 'done', { ref: { channel: 'C0LEADS01', ts: '9.9' } });
    expect((await lease()).map(({ kind }) => kind)).toEqual(['digest_update']);
  });
});
