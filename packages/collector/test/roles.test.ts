import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery, LeadCard } from '@headwater/contract';
import { demoRequest, leadOf, whitepaper } from './sending.ts';
import { asAdmin, asBot, minute, startCollector, type TestCollector } from './setup.ts';

const anna = 'U0ANNA001';

let collector: TestCollector;
let id: string;
beforeEach(async () => {
  collector = await startCollector();
  ({ id } = await leadOf(collector.ask, whitepaper({ email: 'ada@zentrum.de', name: 'Ada' })));
});
afterEach(() => collector.stop());

const sayRole = (body: object, headers: Record<string, string> = asBot) =>
  collector.ask('POST', `/v1/leads/${id}/role`, body, headers);
const lead = async (of = id) => (await collector.ask('GET', `/v1/leads/${of}`, undefined, asAdmin)).body;
const cardOf = async (of: string): Promise<LeadCard> =>
  (await collector.ask('GET', `/v1/leads/${of}/card`, undefined, asBot)).body;
const rolesIn = async (): Promise<unknown[]> =>
  (await lead()).history.filter(({ kind }: { kind: string }) => kind === 'role_changed');

async function deliverAll(): Promise<Delivery[]> {
  const all: Delivery[] = [];
  for (;;) {
    const { data } = (await collector.ask('POST', '/v1/deliveries/lease', { max: 100 }, asBot)).body;
    if (data.length === 0) return all;
    const ref = { channel: 'C0LEADS01', ts: `${all.length}.1` };
    for (const each of data) await collector.ask('POST', `/v1/deliveries/${each.id}/done`, { ref }, asBot);
    all.push(...data);
  }
}

describe('the role of somebody in the buying centre', () => {
  it('is unknown until somebody says it, and stands on the lead and in its history with who said so', async () => {
    expect((await lead()).role).toBe('unknown');
    const { status, body } = await sayRole({ role: 'champion', by: anna, eventId: 'one' });
    expect([status, body]).toEqual([200, { leadId: id, outcome: 'changed', role: 'champion' }]);
    expect((await lead()).role).toBe('champion');
    expect(await rolesIn()).toMatchObject([{ kind: 'role_changed', actor: anna, to: 'champion' }]);
    const { body: list } = await collector.ask('GET', '/v1/leads', undefined, asAdmin);
    expect(list.data).toMatchObject([{ id, role: 'champion' }]);
  });

  it('is said once per event, and one that comes again undoes nothing that was said since', async () => {
    await sayRole({ role: 'champion', by: anna, eventId: 'one' });
    await sayRole({ role: 'blocker', by: anna, eventId: 'two' });
    expect((await sayRole({ role: 'champion', by: anna, eventId: 'one' })).body).toMatchObject({
      outcome: 'unchanged',
      role: 'blocker',
    });
    expect((await sayRole({ role: 'blocker', by: anna })).body.outcome).toBe('unchanged');
    expect(await rolesIn()).toHaveLength(2);
  });

  it('is shown to colleagues on their cards within a minute, and on the own card with its thread', async () => {
    const eva = await leadOf(collector.ask, demoRequest({ email: 'eva@zentrum.de', name: 'Eva' }));
    await deliverAll();
    await sayRole({ role: 'budget_holder', by: anna });
    expect((await cardOf(eva.id)).buyingCentre.people).toMatchObject([{ who: 'Ada', role: 'budget_holder' }]);
    expect(await deliverAll()).toEqual([]);
    collector.clock.set(collector.clock.now() + minute);
    expect(await deliverAll()).toMatchObject([
      {
        kind: 'card_update',
        payload: { lead: { id: eva.id }, buyingCentre: { people: [{ role: 'budget_holder' }] } },
      },
    ]);
    await collector.ask('POST', `/v1/leads/${eva.id}/role`, { role: 'user', by: anna }, asBot);
    const own = await deliverAll();
    expect(own.find(({ kind }) => kind === 'card_update')).toMatchObject({
      payload: { lead: { role: 'user' } },
    });
    expect(own.find(({ kind }) => kind === 'thread_note')).toMatchObject({
      payload: { entry: { kind: 'role_changed', to: 'user', actor: anna } },
    });
  });

  it('can be taken back to unknown', async () => {
    await sayRole({ role: 'champion', by: anna });
    await sayRole({ role: 'unknown', by: anna });
    expect((await lead()).role).toBe('unknown');
  });

  it('of two records that turn out to be one person is kept', async () => {
    const phone = '+49 30 1234567';
    const unnamed = { ...demoRequest({ phone }), email: undefined };
    await collector.ask('POST', '/v1/leads', unnamed);
    const { body } = await collector.ask('POST', '/v1/leads/search', { q: unnamed.name }, asAdmin);
    const [other] = body.data;
    await collector.ask('POST', `/v1/leads/${other.id}/role`, { role: 'champion', by: anna }, asBot);
    await leadOf(collector.ask, demoRequest({ email: 'ada@zentrum.de', phone }));
    expect(await lead(other.id)).toMatchObject({ id, email: 'ada@zentrum.de', role: 'champion' });
  });

  it('that nobody knows, or of a lead that is not there, is refused at its field', async () => {
    expect((await sayRole({ role: 'king' })).body).toMatchObject({ status: 422, errors: [{ path: 'role' }] });
    expect((await sayRole({})).status).toBe(422);
    expect((await collector.ask('POST', '/v1/leads/lead_none/role', { role: 'user' }, asBot)).status).toBe(
      404,
    );
    expect((await sayRole({ role: 'user' }, {})).status).toBe(401);
  });
});
