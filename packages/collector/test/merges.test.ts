import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { LeadId } from '../src/ids.ts';
import { canWriteInParallel, type Db } from '../src/storage/dialect.ts';
import { lockLead } from '../src/storage/leads.ts';
import { lockLeadRows } from '../src/storage/merges.ts';
import { asAdmin, asBot, day, startCollector, tuesday, type Answer, type TestCollector } from './setup.ts';
import { batch, demoRequest, leadOf, touch, whitepaper } from './sending.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

const euros = (amount: number) => ({ amount, currency: 'EUR' });
const admin = (method: string, path: string, body?: object) => collector.ask(method, path, body, asAdmin);
const post = (id: string, what: string, body: object) => admin('POST', `/v1/leads/${id}/${what}`, body);
const read = async (id: string): Promise<Answer['body']> => (await admin('GET', `/v1/leads/${id}`)).body;
const touchesOf = async (id: string): Promise<{ url: string }[]> =>
  (await admin('GET', `/v1/leads/${id}/touches`)).body.data;
const ago = (days: number): string => new Date(tuesday - days * day).toISOString();

/** What a lead is by what it did, without what tells when we heard of it. */
async function shown(id: string) {
  const { history: _history, flags: _flags, ...lead } = await read(id);
  return { lead, touches: await touchesOf(id) };
}

let count = 0;

/** A person with a visit, a form, stages, money and a follow-up of their own. */
async function person(url: string, revenue: number, owner?: string) {
  count += 1;
  const visitor = v7();
  const phone = `+41 44 700 00 ${String(count).padStart(2, '0')}`;
  const form = demoRequest({ visitor, phone });
  await collector.ask('POST', '/v1/collect', batch([touch(tuesday - 9 * day, url)], { visitor }));
  const { id } = await leadOf(collector.ask, form);
  if (owner !== undefined) await post(id, 'claim', { owner });
  await post(id, 'touches', { eventId: v7(), kind: 'cold-call', at: ago(20) });
  await post(id, 'stage', { stage: 'sql', at: ago(5), eventId: 'crm-1' });
  await post(id, 'stage', { stage: 'customer', at: ago(4), revenue: euros(revenue), eventId: 'crm-2' });
  await post(id, 'revenue', { kind: 'expansion', amount: euros(7), at: ago(3), eventId: 'inv-1' });
  return { id, email: form.email, visitor };
}

describe('two leads that are one person', () => {
  it('are locked as the one they are: whoever holds the part that is gone may wait for the whole', async () => {
    const [anna, otto] = [await person('https://acme.com/', 1), await person('https://acme.com/', 2)];
    await post(anna.id, 'merge', { with: otto.id });
    const { db } = collector;
    const lock = (trx: Db) => lockLead(trx, otto.id as LeadId);
    await db.transaction().execute(async (trx) => {
      await lockLeadRows(trx, [otto.id as LeadId]);
      const locked = canWriteInParallel(db) ? await db.transaction().execute(lock) : await lock(trx);
      expect(locked?.id).toBe(anna.id);
    });
  });

  it('become one with everything both had, once, and are two again as they were', async () => {
    const anna = await person('https://acme.com/?utm_source=google&utm_medium=cpc', 1_000, 'U0ANNA001');
    const otto = await person('https://acme.com/?utm_source=linkedin&utm_medium=social', 2_000);
    await collector.runTimers();
    const before = [await shown(anna.id), await shown(otto.id)];

    const merges = await Promise.all([1, 2, 3].map(() => post(anna.id, 'merge', { with: otto.id })));
    expect(merges.map(({ status, body }) => [status, body.leadId])).toEqual(
      [1, 2, 3].map(() => [200, anna.id]),
    );
    const one = await read(otto.id);
    expect(one).toMatchObject({ id: anna.id, owner: 'U0ANNA001', revenueTotals: [euros(3_014)] });
    expect(one.submissions).toHaveLength(2);
    expect((await touchesOf(anna.id)).length).toBe(before[0]!.touches.length + before[1]!.touches.length);
    expect(one.history.filter(({ kind }: { kind: string }) => kind === 'merged')).toMatchObject([
      { actor: 'ADMIN_KEY' },
    ]);

    const parted = await Promise.all([1, 2, 3].map(() => post(anna.id, 'unmerge', { with: otto.id })));
    expect(parted.map(({ status, body }) => [status, body.leadId])).toEqual(
      [1, 2, 3].map(() => [200, otto.id]),
    );
    expect([await shown(anna.id), await shown(otto.id)]).toEqual(before);
    for (const { id } of [anna, otto])
      expect(
        (await read(id)).history.filter(({ kind }: { kind: string }) => kind === 'unmerged'),
      ).toHaveLength(1);
  });

  it('leave what came in since with the lead that it was written to', async () => {
    const [stays, goes] = [await person('https://acme.com/a', 10), await person('https://acme.com/b', 20)];
    await post(stays.id, 'merge', { with: goes.id });
    await post(goes.id, 'revenue', { kind: 'repeat', amount: euros(500), eventId: 'since-1' });
    await leadOf(collector.ask, demoRequest({ email: goes.email, message: 'since', visitor: goes.visitor }));
    await post(goes.id, 'unmerge', {});
    const [left, back] = [await read(stays.id), await read(goes.id)];
    expect([left.revenueTotals, back.revenueTotals]).toEqual([[euros(517)], [euros(27)]]);
    expect(left.submissions.map(({ message }: { message: string }) => message)).toContain('since');
    expect((await touchesOf(stays.id)).map(({ url }) => url)).toContain('https://acme.com/b');
    expect((await touchesOf(goes.id)).map(({ url }) => url)).toContain('https://acme.com/b');
    // the address is theirs again
    expect((await leadOf(collector.ask, demoRequest({ email: goes.email }))).id).toBe(goes.id);
  });

  it('are found by the address of either, and each by its own when they are two', async () => {
    const [stays, goes] = [await person('https://acme.com/a', 10), await person('https://acme.com/b', 20)];
    const ids = async (wanted: object): Promise<string[]> =>
      (await admin('POST', '/v1/leads/search', wanted)).body.data.map(({ id }: { id: string }) => id);
    const address = goes.email.toUpperCase();
    const foreign = await leadOf(collector.ask, demoRequest({ email: 'eva@müller-söhne.de' }));
    await post(stays.id, 'merge', { with: goes.id });
    await post(stays.id, 'merge', { with: foreign.id });
    for (const wanted of [
      { email: stays.email },
      { email: address },
      { q: address },
      { email: 'Eva@Müller-Söhne.de' },
    ])
      expect(await ids(wanted)).toEqual([stays.id]);
    await post(stays.id, 'unmerge', { with: goes.id });
    for (const wanted of [{ email: address }, { q: address }]) expect(await ids(wanted)).toEqual([goes.id]);
  });

  it('know an event again by whichever of their ids', async () => {
    const [stays, goes] = [await person('https://acme.com/c', 10), await person('https://acme.com/d', 20)];
    await post(stays.id, 'merge', { with: goes.id });
    const again = [
      await post(goes.id, 'stage', { stage: 'sql', at: ago(5), eventId: 'crm-1' }),
      await post(goes.id, 'revenue', { kind: 'expansion', amount: euros(7), eventId: 'inv-1' }),
    ];
    expect(again.map(({ body }) => body.outcome)).toEqual(['duplicate', 'duplicate']);
    expect((await read(stays.id)).revenueTotals).toEqual([euros(44)]);
  });

  it('may be three, and part in any order', async () => {
    const people = [];
    for (const path of ['x', 'y', 'z']) people.push(await person(`https://acme.com/${path}`, 10));
    const [one, two, three] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
    await collector.runTimers();
    const before = await Promise.all(people.map(({ id }) => shown(id)));
    await post(two.id, 'merge', { with: one.id });
    await post(three.id, 'merge', { with: two.id });
    expect((await read(one.id)).id).toBe(three.id);
    await post(three.id, 'unmerge', { with: one.id });
    expect((await read(two.id)).id).toBe(three.id);
    await post(three.id, 'unmerge', { with: two.id });
    expect(await Promise.all(people.map(({ id }) => shown(id)))).toEqual(before);
    await post(two.id, 'merge', { with: one.id });
    await post(three.id, 'merge', { with: two.id });
    await post(two.id, 'unmerge', {});
    expect([(await read(one.id)).id, (await read(three.id)).id]).toEqual([two.id, three.id]);
    expect(await shown(three.id)).toEqual(before[2]);
    await post(one.id, 'unmerge', {});
    expect(await Promise.all(people.map(({ id }) => shown(id)))).toEqual(before);
  });

  it('leave a third what is its own when they part', async () => {
    const ids: string[] = [];
    for (const path of ['p', 'q', 'r'])
      ids.push((await person(`https://acme.com/${path}`, 10, 'U0ANNA001')).id);
    const [one, two, three] = ids as [string, string, string];
    const responses = () =>
      collector.db
        .selectFrom('responses')
        .select(['lead_id', 'claimed_by'])
        .where('lead_id', 'in', ids as never[])
        .orderBy('lead_id')
        .execute();
    const letter = {
      letters: { need: { status: 'confirmed', evidence: 'they said so' } },
      framework: 'bant',
    };
    for (const id of [one, three])
      expect((await post(id, 'qualify', { ...letter, by: 'U0ANNA001' })).status).toBe(200);
    const known = async (id: string) => (await admin('GET', `/v1/leads/${id}/qualification`)).body.letters;
    const before = [await responses(), await known(one), await known(two), await known(three)];
    await post(two, 'merge', { with: one });
    await post(three, 'merge', { with: two });
    await post(three, 'unmerge', { with: one });
    expect([(await read(three)).owner, (await read(one)).owner]).toEqual(['U0ANNA001', 'U0ANNA001']);
    await post(three, 'unmerge', { with: two });
    expect([await responses(), await known(one), await known(two), await known(three)]).toEqual(before);
  });

  it('that a form had joined by itself part too, and the next form does not join them again', async () => {
    const phone = '+49 30 555 12 34';
    const call = { phone, name: 'Eva', company: 'Eva AG', source: 'cold-call' };
    const { leadId: called } = (await admin('POST', '/v1/leads', call)).body;
    const wrote = await leadOf(collector.ask, whitepaper({ visitor: v7() }));
    const before = [await shown(called), await shown(wrote.id)];
    const joined = await leadOf(collector.ask, demoRequest({ email: wrote.email, phone }));
    expect((await read(called)).id).toBe(joined.id);
    await post(called, 'unmerge', {});
    expect(await shown(called)).toEqual(before[0]);
    expect((await read(joined.id)).submissions).toHaveLength(2);
    await leadOf(collector.ask, demoRequest({ email: wrote.email, phone }));
    expect((await read(called)).id).toBe(called);
  });

  it('give a referral back to the person who was referred, and take back what it had not earned', async () => {
    const referral = {
      submission: 'merge-ref',
      via: 'command',
      referrer: 'U0EMMA001',
      name: 'Rita',
      company: 'Referred AG',
      email: 'rita@referred.ch',
    };
    const { id: referralId, leadId } = (await collector.ask('POST', '/v1/referrals', referral, asBot)).body;
    const other = await person('https://acme.com/e', 900);
    await post(other.id, 'merge', { with: leadId });
    const rewards = async () =>
      (await admin('GET', '/v1/rewards?limit=200')).body.data
        .filter((reward: { referralId: string }) => reward.referralId === referralId)
        .map(({ kind, state }: Record<string, string>) => `${kind} ${state}`);
    expect((await rewards()).toSorted((a: string, b: string) => a.localeCompare(b))).toEqual([
      'qualified pending',
      'won pending',
    ]);
    await post(leadId, 'unmerge', {});
    const { data } = (await collector.ask('GET', '/v1/referrals?limit=50', undefined, asAdmin)).body;
    const [own] = data.filter(({ id }: { id: string }) => id === referralId);
    expect([own.leadId, own.state]).toEqual([leadId, 'submitted']);
    expect((await rewards()).toSorted((a: string, b: string) => a.localeCompare(b))).toEqual([
      'qualified reversed',
      'won reversed',
    ]);
  });

  it('keep their cards: each stands for its own lead again', async () => {
    const [one, two] = [await person('https://acme.com/f', 1), await person('https://acme.com/g', 1)];
    const place = (id: string) => ({ channel: 'C1', ts: id.slice(-9) });
    for (const { id } of [one, two])
      await collector.db
        .updateTable('leads')
        .set({ card: JSON.stringify(place(id)) })
        .where('id', '=', id as never)
        .execute();
    await post(one.id, 'merge', { with: two.id });
    await post(one.id, 'unmerge', { with: two.id });
    const rows = await collector.db
      .selectFrom('leads')
      .select(['id', 'card'])
      .where('id', 'in', [one.id, two.id] as never[])
      .execute();
    for (const { id, card } of rows) expect(JSON.parse(card ?? 'null')).toEqual(place(id));
  });
});

describe('a request to merge or unmerge', () => {
  it('names what is wrong with it', async () => {
    const { id } = await leadOf(collector.ask, demoRequest());
    const other = await leadOf(collector.ask, demoRequest());
    const problem = async (what: string, body: object, of = id) => {
      const { status, body: answer } = await post(of, what, body);
      return [status, answer.errors?.[0]?.path];
    };
    expect(await problem('merge', {})).toEqual([422, 'with']);
    expect(await problem('merge', { with: id })).toEqual([422, 'with']);
    expect(await problem('merge', { with: 'lead_none' })).toEqual([422, 'with']);
    expect(await problem('merge', { with: id }, 'lead_none')).toEqual([404, undefined]);
    expect(await problem('unmerge', {})).toEqual([422, 'with']);
    expect(await problem('unmerge', { with: 'lead_none' })).toEqual([422, 'with']);
    expect(await problem('unmerge', { with: other.id })).toEqual([409, undefined]);
    expect(await problem('unmerge', {}, 'lead_none')).toEqual([404, undefined]);
    expect((await collector.ask('POST', `/v1/leads/${id}/merge`, { with: other.id }, asBot)).status).toBe(
      403,
    );
  });

  it('that is repeated does not undo what was decided since', async () => {
    const { id } = await leadOf(collector.ask, demoRequest());
    const other = await leadOf(collector.ask, demoRequest());
    const merge = () => post(id, 'merge', { with: other.id, eventId: 'm-1' });
    const part = () => post(id, 'unmerge', { with: other.id, eventId: 'u-1' });
    expect([(await merge()).body.outcome, (await part()).body.outcome]).toEqual(['merged', 'unmerged']);
    expect([(await merge()).body.outcome, (await part()).body.outcome]).toEqual(['duplicate', 'duplicate']);
    expect((await read(other.id)).id).toBe(other.id);
    await post(id, 'merge', { with: other.id, eventId: 'm-2' });
    expect((await part()).body.outcome).toBe('duplicate');
    expect((await read(other.id)).id).toBe(id);
  });
});
