import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery, DeliveryKind, MessageRef } from '@headwater/contract';
import { demoRequest, leadOf, whitepaper } from './sending.ts';
import { asAdmin, asBot, minute, startCollector, tuesday, type TestCollector } from './setup.ts';

const anna = 'U0ANNA001';
const ben = 'U0BEN0002';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const lease = async (max = 100): Promise<Delivery[]> =>
  (await collector.ask('POST', '/v1/deliveries/lease', { max }, asBot)).body.data;
const tell = (id: string, what: 'done' | 'failed', body: object = {}) =>
  collector.ask('POST', `/v1/deliveries/${id}/${what}`, body, asBot);
const say = (id: string, what: string, body: object) =>
  collector.ask('POST', `/v1/leads/${id}/${what}`, body, asBot);
const claim = (id: string, owner: string, eventId = `${owner} takes it`) =>
  say(id, 'claim', { owner, by: owner, eventId });
const only = <Kind extends DeliveryKind>(kind: Kind, leased: Delivery[]) =>
  leased.filter((each): each is Extract<Delivery, { kind: Kind }> => each.kind === kind);
const refOf = ({ id, channel }: Delivery): MessageRef => ({
  channel: channel.startsWith('U') ? `D${channel.slice(1)}` : 'C0LEADS01',
  ts: id,
});

/** Posts everything that is owed, as a bot does, where it belongs. */
async function deliverAll(): Promise<Delivery[]> {
  const all: Delivery[] = [];
  for (let leased = await lease(); leased.length > 0; leased = await lease()) {
    for (const each of leased) await tell(each.id, 'done', { ref: refOf(each) });
    all.push(...leased);
  }
  return all;
}

/** A warm lead that a channel was told of in a digest, and no more. */
async function inDigest(more: object = {}): Promise<string> {
  await collector.start();
  const { id } = await leadOf(collector.ask, whitepaper(more));
  await collector.passTo(Date.parse('2026-03-03T14:00:00Z'));
  expect((await deliverAll()).map(({ kind }) => kind)).toEqual(['digest']);
  return id;
}

describe('who claims a lead from a digest', () => {
  it('gets its card as a direct message, and what is decided then stands on it and under it', async () => {
    const id = await inDigest();
    await claim(id, anna);
    const [card, ...others] = only('lead_card', await deliverAll());
    expect(others).toEqual([]);
    expect(card).toMatchObject({ channel: anna, payload: { lead: { id, owner: anna } } });
    await say(id, 'follow-ups', { kind: 'call', outcome: 'reached', by: anna });
    const after = await deliverAll();
    expect(only('card_update', after)).toMatchObject([{ payload: { card: refOf(card!) } }]);
    expect(only('thread_note', after)).toMatchObject([
      { payload: { card: refOf(card!), entry: { kind: 'follow_up' } } },
    ]);
  });

  it('gets one card, however often the claim comes and however many press at that moment', async () => {
    const id = await inDigest();
    const presses = [anna, ben, anna, ben].map((owner) => claim(id, owner));
    const statuses = (await Promise.all(presses)).map(({ status }) => status);
    expect(statuses.toSorted((one, other) => one - other)).toEqual([200, 200, 409, 409]);
    const { owner } = (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
    const sent = await deliverAll();
    expect(only('lead_card', sent)).toMatchObject([{ channel: owner }]);
    expect(only('thread_note', sent)).toMatchObject([{ payload: { entry: { kind: 'claimed' } } }]);
    await claim(id, owner);
    expect(await deliverAll()).toEqual([]);
  });

  it('is told of what happened while the card was on its way', async () => {
    const id = await inDigest();
    await claim(id, anna);
    const [card] = only('lead_card', await lease());
    await say(id, 'snooze', { until: 'tomorrow', reason: 'On a train', by: anna });
    await tell(card!.id, 'done', { ref: refOf(card!) });
    const after = await deliverAll();
    expect(only('card_update', after).at(-1)).toMatchObject({
      payload: { card: refOf(card!), lead: { snoozed: { reason: 'On a train' } } },
    });
    expect(only('thread_note', after).map(({ payload }) => payload.entry.kind)).toEqual([
      'claimed',
      'snoozed',
    ]);
  });

  it('hands it on: the next one gets a card, and the one before says that there is another', async () => {
    const id = await inDigest();
    await claim(id, anna);
    const [first] = only('lead_card', await deliverAll());
    await say(id, 'assign', { owner: ben, by: anna });
    expect(only('lead_card', await deliverAll())).toEqual([]);
    await claim(id, ben);
    const sent = await deliverAll();
    expect(only('lead_card', sent)).toMatchObject([{ channel: ben }]);
    const retired = only('card_update', sent).filter(({ payload }) => payload.replaced);
    expect(retired).toMatchObject([{ payload: { card: refOf(first!) } }]);
  });

  it('and hands it on before the card was there: one card in the end, with who has it', async () => {
    const id = await inDigest();
    await claim(id, anna);
    const [late] = only('lead_card', await lease(1));
    await say(id, 'assign', { owner: ben, by: anna });
    await claim(id, ben);
    await deliverAll();
    await tell(late!.id, 'done', { ref: refOf(late!) });
    const [retired, ...others] = only('card_update', await deliverAll());
    expect(others).toEqual([]);
    expect(retired).toMatchObject({ payload: { card: refOf(late!), replaced: true } });
  });

  it('and cannot be written to: the card goes to the fallback channel and stays current there', async () => {
    const id = await inDigest();
    await claim(id, anna);
    const [card] = only('lead_card', await lease());
    await tell(card!.id, 'failed', { error: 'user_disabled', code: 'unreachable' });
    const [again] = only('lead_card', await deliverAll());
    expect(again).toMatchObject({ id: card!.id, channel: '#leads' });
    await say(id, 'assign', { owner: ben, by: 'sales' });
    await claim(id, ben);
    const sent = await deliverAll();
    expect(only('lead_card', sent)).toEqual([]);
    expect(only('card_update', sent)[0]).toMatchObject({ payload: { card: refOf(again!) } });
  });

  it('takes many of a burst at once: each comes as a card, never as another digest', async () => {
    for (let count = 0; count < 50; count += 1) await collector.ask('POST', '/v1/leads', demoRequest());
    collector.clock.set(tuesday + 5_000);
    const [digest] = only('digest', await deliverAll());
    const ids = digest!.payload.leads.map(({ lead }) => lead.id);
    expect(ids).toHaveLength(30);
    for (const id of ids) await claim(id, anna);
    collector.clock.set(tuesday + 20_000);
    const sent = await deliverAll();
    expect(only('digest', sent)).toEqual([]);
    expect(only('lead_card', sent).map(({ channel }) => channel)).toEqual(ids.map(() => anna));
  });
});

it('a lead that has a card in its channel brings no other to whoever claims it', async () => {
  const { id } = await leadOf(collector.ask, demoRequest());
  await deliverAll();
  await claim(id, anna);
  expect(only('lead_card', await deliverAll())).toEqual([]);
});

it('a warm lead that its owner gave back, and that becomes hot, is a card of its channel again', async () => {
  const form = whitepaper();
  const id = await inDigest(form);
  await claim(id, anna);
  const [own] = only('lead_card', await deliverAll());
  await say(id, 'assign', { owner: ben, by: anna });
  await leadOf(collector.ask, demoRequest({ email: form.email }));
  await collector.passTo(collector.clock.now() + minute);
  const sent = await deliverAll();
  expect(only('lead_card', sent)).toMatchObject([{ channel: '#leads', payload: { lead: { id } } }]);
  const retired = only('card_update', sent).filter(({ payload }) => payload.replaced);
  expect(retired).toMatchObject([{ payload: { card: refOf(own!) } }]);
});
