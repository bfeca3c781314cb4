import { describe, expect, it } from 'vitest';
import type { Delivery, DeliveryBody } from '@headwater/contract';
import { sampleCard } from '../../test/samples.ts';
import { emptyLane, enqueue, LANE_ROOM, placeOf, Places, type Item } from './lane.ts';

const card = { channel: 'C1', ts: '1.1' };
const entry = {
  id: 'h',
  at: '2030-01-07T09:00:00Z',
  kind: 'claimed' as const,
  actor: null,
  to: null,
  note: null,
};
const message = { event: 'won' as const, name: 'M', company: 'C', reward: null, next: null, reason: null };

const bodies = {
  hot: { kind: 'lead_card', payload: sampleCard() },
  warm: { kind: 'lead_card', payload: sampleCard({ temperature: 'warm' }) },
  update: { kind: 'card_update', payload: { ...sampleCard(), card } },
  note: { kind: 'thread_note', payload: { card, entry } },
  digest: { kind: 'digest', payload: { leads: [] } },
  reminder: { kind: 'deadline_reminder', payload: { ...sampleCard(), slackUser: 'U0ANNA' } },
  watcher: { kind: 'watcher_note', payload: { ...sampleCard(), slackUser: 'U0CEM' } },
  referral: { kind: 'referral_message', payload: { slackUser: 'U0BEN', message } },
} satisfies Record<string, DeliveryBody>;

function item(body: DeliveryBody, id = 'del_1'): Item {
  const delivery: Delivery = { id, channel: '#hot', attempt: 1, leaseUntil: '2030-01-07T09:00:00Z', ...body };
  return { delivery, posted: async () => null, leasedAt: 0, settled: () => undefined };
}

describe('the place a delivery goes to', () => {
  it.each([
    ['hot', '#hot'],
    ['digest', '#hot'],
    ['note', 'C1'],
    ['update', 'C1'],
    ['reminder', 'U0ANNA'],
    ['watcher', 'U0CEM'],
    ['referral', 'U0BEN'],
  ] as const)('%s: %s', (name, place) => {
    expect(placeOf(item(bodies[name]).delivery)).toBe(place);
  });

  it('is one for the name of a channel and its id, once that is known', () => {
    const places = new Places();
    const [hot, note] = [item(bodies.hot).delivery, item(bodies.note).delivery];
    const place = places.of(hot);
    places.learn(hot, 'C1');
    expect(places.of(note)).toBe(place);
  });

  it('keeps one pace for both also where something went to the id first', () => {
    const places = new Places();
    const [hot, note] = [item(bodies.hot).delivery, item(bodies.note).delivery];
    const [byId, byName] = [places.of(note), places.of(hot)];
    places.learn(hot, 'C1');
    expect(byId.turns).toBe(byName.turns);
    expect(places.of(note)).toBe(byName);
  });

  it('is one for a person and their conversation, and pauses for both', () => {
    const places = new Places();
    const reminder = item(bodies.reminder).delivery;
    const note = item({
      kind: 'thread_note',
      payload: { card: { channel: 'D1', ts: '1.1' }, entry },
    }).delivery;
    places.of(note).turns.pausedUntil = 5000;
    places.learn(reminder, 'D1');
    expect(places.of(note)).toBe(places.of(reminder));
    expect(places.of(reminder).turns.pausedUntil).toBe(5000);
  });

  it('is the channel it was redirected to', () => {
    const redirected = { place: 'U0ANNA', error: 'user_disabled', instead: '#hot' };
    expect(placeOf({ ...item(bodies.reminder).delivery, redirected })).toBe('#hot');
  });
});

describe('a lane', () => {
  it('keeps hot cards first, then notes, warm cards and digests, each in the order they came', () => {
    const lane = emptyLane();
    const came = ['digest', 'warm', 'note', 'hot', 'hot', 'note'] as const;
    for (const [index, name] of came.entries()) enqueue(lane, item(bodies[name], `${index}`));
    expect(lane.waiting.map(({ delivery }) => delivery.id)).toEqual(['3', '4', '2', '5', '1', '0']);
  });

  it('puts the card with the higher score first', () => {
    const lane = emptyLane();
    for (const score of [10, 30, 20]) {
      enqueue(lane, item({ kind: 'lead_card', payload: sampleCard({ score }) }, `${score}`));
    }
    expect(lane.waiting.map(({ delivery }) => delivery.id)).toEqual(['30', '20', '10']);
  });

  it('gives up the least urgent when it is full', () => {
    const lane = emptyLane();
    for (let index = 0; index < LANE_ROOM; index += 1) {
      expect(enqueue(lane, item(bodies.warm, `${index}`))).toBeNull();
    }
    expect(enqueue(lane, item(bodies.hot, 'hot'))?.delivery.id).toBe(`${LANE_ROOM - 1}`);
    expect(lane.waiting[0]?.delivery.id).toBe('hot');
  });
});
