import type { Credits } from '@headwater/contract';
import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { exportRows } from '../src/actions/exportRows.ts';
import type { LeadId } from '../src/ids.ts';
import { asAdmin, asBot, day, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

type Row = {
  touchId: string | null;
  channel: string;
  weight: number;
  revenue: { amount: number } | null;
  because: string;
};

const admin = async (method: string, path: string, body?: object) => {
  const answer = await collector.ask(method, path, body, asAdmin);
  return answer;
};

const iso = (ms: number): string => new Date(ms).toISOString();
const before = (days: number): number => tuesday - days * day;
let people = 0;

/** A lead entered by hand at that moment, by a cold call: its first touch is of then. */
async function leadAt(at: number, domain?: string): Promise<string> {
  people += 1;
  collector.clock.set(at);
  const email = `buyer${people}@${domain ?? `buyers${people}.de`}`;
  const entered = { email, name: `Buyer ${people}`, source: 'cold-call', at: iso(at) };
  const { body, status } = await admin('POST', '/v1/leads', entered);
  expect([status, body]).toEqual([201, expect.anything()]);
  collector.clock.set(tuesday);
  return body.leadId;
}

async function touched(lead: string, ...times: number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const at of times) {
    const eventId = v7();
    const { status } = await admin('POST', `/v1/leads/${lead}/touches`, {
      eventId,
      kind: 'webinar',
      at: iso(at),
    });
    expect(status).toBe(200);
    ids.push(eventId);
  }
  return ids;
}

const reach = (lead: string, stage: string, at: number, more: object = {}) =>
  admin('POST', `/v1/leads/${lead}/stage`, { stage, at: iso(at), eventId: v7(), ...more });

async function creditsOf(lead: string, query: string) {
  const { body, status } = await admin('GET', `/v1/leads/${lead}/credits?${query}`);
  expect(status).toBe(200);
  return body;
}

const weightsIn = ({ rows }: { rows: Row[] }): number[] =>
  rows.map(({ weight }) => Number(weight.toFixed(6)));

describe('a journey of six touches to a customer', () => {
  let lead = '';
  beforeAll(async () => {
    lead = await leadAt(before(20));
    await touched(lead, before(100), before(60), before(15), before(10), before(1));
    await reach(lead, 'opportunity', before(9), { value: { amount: 200_000, currency: 'EUR' } });
    await reach(lead, 'customer', tuesday, { revenue: { amount: 100_001, currency: 'EUR' } });
  });

  it.each([
    ['first', [1]],
    ['last', [1]],
    ['last_non_direct', [1]],
    ['linear', [0.166667, 0.166667, 0.166667, 0.166667, 0.166667, 0.166667]],
    ['u_shaped', [0.4, 0.05, 0.05, 0.05, 0.05, 0.4]],
    ['w_shaped', [0.3, 0.033333, 0.3, 0.033333, 0.3, 0.033333]],
    ['full_path', [0.225, 0.05, 0.225, 0.05, 0.225, 0.225]],
  ])('%s divides it as its definition says', async (model, weights) => {
    expect(weightsIn(await creditsOf(lead, `model=${model}&stage=customer`))).toEqual(weights);
  });

  it('time decay halves every seven days', async () => {
    const { rows } = await creditsOf(lead, 'model=time_decay');
    const [third = 0, fourth = 0] = rows.slice(2).map(({ weight }: Row) => weight);
    expect(fourth / third).toBeCloseTo(2 ** (5 / 7), 9);
  });

  it.each(['linear', 'time_decay', 'u_shaped', 'w_shaped', 'full_path'])(
    '%s sums to 1, to the cent, and says why',
    async (model) => {
      const { rows, revenue } = await creditsOf(lead, `model=${model}`);
      const sum = (amounts: number[]): number => amounts.reduce((whole, amount) => whole + amount, 0);
      expect(Math.abs(sum(rows.map(({ weight }: Row) => weight)) - 1)).toBeLessThan(1e-9);
      expect(revenue).toEqual({ amount: 100_001, currency: 'EUR' });
      expect(sum(rows.map((row: Row) => row.revenue?.amount ?? 0))).toBe(100_001);
      for (const { because } of rows) expect(because).toMatch(/^It .+\.$/);
    },
  );

  it('a refund is taken from each as the payment was given', async () => {
    const refunded = await leadAt(before(3));
    await touched(refunded, before(2), before(1));
    await reach(refunded, 'customer', tuesday, { revenue: { amount: 100, currency: 'EUR' } });
    const refund = {
      eventId: v7(),
      kind: 'refund',
      amount: { amount: -200, currency: 'EUR' },
      at: iso(tuesday),
    };
    expect((await admin('POST', `/v1/leads/${refunded}/revenue`, refund)).status).toBe(200);
    const { rows, revenue } = await creditsOf(refunded, 'model=linear');
    expect(revenue.amount).toBe(-100);
    expect(rows.map((row: Row) => row.revenue?.amount)).toEqual([-34, -33, -33]);
  });

  it('an opportunity has its own moment and its worth', async () => {
    const { rows, revenue, conversionAt } = await creditsOf(lead, 'model=last&stage=opportunity');
    expect(conversionAt).toBe(iso(before(9)));
    expect(revenue.amount).toBe(200_000);
    expect(rows).toHaveLength(1);
    expect(rows[0].because).toBe('It is the last of 5 touches, which gets all of it.');
  });

  it('a stage that was only passed has no credits', async () => {
    const { rows, conversionAt } = await creditsOf(lead, 'model=last&stage=sql');
    expect([rows, conversionAt]).toEqual([[], null]);
  });

  it('without a question, it is the last touch and the furthest stage', async () => {
    expect(await creditsOf(lead, '')).toMatchObject({ model: 'last', stage: 'customer' });
  });
});

describe('which touches count', () => {
  it('a journey that was silent for three months keeps its first touch', async () => {
    const lead = await leadAt(before(1));
    const [first] = await touched(lead, before(93));
    await reach(lead, 'customer', tuesday);
    const { rows } = await creditsOf(lead, 'model=first');
    expect(rows.map(({ touchId }: Row) => touchId)).toEqual([first]);
  });

  it('the lookback includes its last moment, and nothing before', async () => {
    const lead = await leadAt(before(1));
    const [, edge] = await touched(lead, before(365) - 1, before(365));
    await reach(lead, 'customer', tuesday);
    const { rows } = await creditsOf(lead, 'model=linear');
    expect(rows).toHaveLength(2);
    expect(rows[0].touchId).toBe(edge);
  });

  it('of touches at one moment the one that was told first is the first', async () => {
    const lead = await leadAt(before(1));
    const ids = [v7(), v7(), v7()].toReversed();
    for (const [later, eventId] of ids.entries()) {
      collector.clock.set(tuesday + later);
      await admin('POST', `/v1/leads/${lead}/touches`, { eventId, kind: 'webinar', at: iso(before(5)) });
    }
    await reach(lead, 'customer', tuesday);
    const { rows } = await creditsOf(lead, 'model=linear');
    expect(rows.slice(0, 3).map(({ touchId }: Row) => touchId)).toEqual(ids);
  });

  it('where none is known before the conversion, the credit is of nobody', async () => {
    const lead = await leadAt(before(1));
    await reach(lead, 'customer', before(10), { revenue: { amount: 500, currency: 'EUR' } });
    const { rows } = await creditsOf(lead, 'model=linear');
    expect(rows).toEqual([
      {
        touchId: null,
        leadId: null,
        at: null,
        channel: '(unattributed)',
        source: null,
        weight: 1,
        revenue: { amount: 500, currency: 'EUR' },
        revenueInOtherCurrencies: [],
        because: 'No touch is known in the 365 days before, so nobody gets it.',
      },
    ]);
  });
});

describe('two records of one person', () => {
  it('have one journey once they are joined, and each its own again when they are parted', async () => {
    const [one, other] = [await leadAt(before(30)), await leadAt(before(5))];
    await reach(one, 'customer', tuesday, { revenue: { amount: 101, currency: 'EUR' } });
    const alone = await creditsOf(one, 'model=linear');
    const otherAlone = await creditsOf(other, 'model=linear');
    expect(alone.rows).toHaveLength(1);
    expect((await admin('POST', `/v1/leads/${one}/merge`, { with: other, eventId: v7() })).status).toBe(200);
    const joined = await creditsOf(one, 'model=linear');
    expect(joined.rows.map((row: Row) => [row.weight, row.revenue?.amount])).toEqual([
      [0.5, 51],
      [0.5, 50],
    ]);
    expect(await creditsOf(other, 'model=linear')).toEqual(joined);
    const parted = await admin('POST', `/v1/leads/${one}/unmerge`, { with: other, eventId: v7() });
    expect(parted.status).toBe(200);
    expect(await creditsOf(one, 'model=linear')).toEqual(alone);
    expect(await creditsOf(other, 'model=linear')).toEqual(otherAlone);
  });
});

describe('what is asked wrongly', () => {
  it('an unknown model or stage is named', async () => {
    const lead = await leadAt(before(1));
    for (const [query, path] of [
      ['model=best', 'model'],
      ['stage=lost', 'stage'],
      ['model=markov', 'model'],
    ]) {
      const { status, body } = await admin('GET', `/v1/leads/${lead}/credits?${query}`);
      expect([status, body.errors[0].path]).toEqual([422, path]);
    }
  });

  it('an unknown lead is not found, and nobody asks without a key', async () => {
    expect((await admin('GET', '/v1/leads/lead_nobody/credits')).status).toBe(404);
    expect((await collector.ask('GET', '/v1/leads/lead_nobody/credits')).status).toBe(401);
    expect((await collector.ask('GET', '/v1/leads/lead_nobody/credits', undefined, asBot)).status).toBe(404);
  });
});

describe('settings', () => {
  async function settle(change: object): Promise<number> {
    const { body, headers } = await admin('GET', '/v1/settings/attribution');
    const value = { ...body.value, ...change };
    const match = { ...asAdmin, 'If-Match': headers.get('etag') ?? '' };
    return (await collector.ask('PUT', '/v1/settings/attribution', value, match)).status;
  }

  it('the chosen model, its half-life and the lookback hold', async () => {
    const lead = await leadAt(before(1));
    await touched(lead, before(31), before(61));
    await reach(lead, 'customer', tuesday);
    expect(await settle({ model: 'time_decay', halfLifeDays: 30, lookbackDays: 60 })).toBe(200);
    const { model, rows } = await creditsOf(lead, '');
    expect(model).toBe('time_decay');
    expect(rows.map(({ weight }: Row) => Number(weight.toFixed(6)))).toEqual([0.333333, 0.666667]);
    expect(await settle({ model: 'last', halfLifeDays: 7, lookbackDays: 365 })).toBe(200);
  });

  it('who chose the model, and when, is kept, newest first', async () => {
    await settle({ model: 'linear' });
    await settle({ model: 'last' });
    const { body } = await admin('GET', '/v1/settings/attribution/changes?limit=1');
    const [newest] = body.data;
    expect(newest).toMatchObject({ value: { model: 'last' } });
    expect(newest.changedBy).toMatch(/\w/);
    expect(Date.parse(newest.changedAt)).toBeGreaterThanOrEqual(tuesday);
    const older = await admin('GET', `/v1/settings/attribution/changes?limit=1&cursor=${body.nextCursor}`);
    expect(older.body.data).toMatchObject([{ version: newest.version - 1, value: { model: 'linear' } }]);
    expect((await admin('GET', '/v1/settings/nothing/changes')).status).toBe(404);
    expect((await admin('GET', '/v1/settings/attribution/changes?cursor=x')).status).toBe(422);
  });

  it.each([
    { model: 'best' },
    { order: 4 },
    { halfLifeDays: 0 },
    { lookbackDays: 0.5 },
    { journeys: 'none' },
  ])('refuses %j', async (change) => {
    expect(await settle(change)).toBe(422);
  });

  it('two people of an account have one journey where that is chosen', async () => {
    const [anna, ben] = [await leadAt(before(30), 'duo.de'), await leadAt(before(5), 'duo.de')];
    await reach(ben, 'customer', tuesday, { revenue: { amount: 101, currency: 'EUR' } });
    expect((await creditsOf(ben, 'model=linear')).rows).toHaveLength(1);
    expect(await settle({ journeys: 'account' })).toBe(200);
    const { rows } = await creditsOf(ben, 'model=linear');
    expect(rows.map(({ leadId }: { leadId: string }) => leadId)).toEqual([anna, ben]);
    expect(rows.map((row: Row) => row.revenue?.amount)).toEqual([51, 50]);
    expect(await settle({ journeys: 'person' })).toBe(200);
  });

  it('the opportunity that a colleague opened is a milestone of the deal, as in the reports', async () => {
    const [anna, ben] = [await leadAt(before(30), 'trio.de'), await leadAt(before(20), 'trio.de')];
    await touched(ben, before(10), before(1));
    await reach(anna, 'opportunity', before(9));
    await reach(ben, 'customer', tuesday);
    expect(await settle({ journeys: 'account' })).toBe(200);
    expect(weightsIn(await creditsOf(ben, 'model=w_shaped'))).toEqual([0.6, 0.05, 0.3, 0.05]);
    expect(await settle({ journeys: 'person' })).toBe(200);
  });
  it('an account has one journey of the hundred people known longest and the lead itself, without junk', async () => {
    const [first, ...others] = await importedLeads('crowd.de', 103);
    await collector.db.updateTable('leads').set({ junk: 1 }).where('id', '=', first!).execute();
    expect(await settle({ journeys: 'account' })).toBe(200);
    const peopleOf = async (lead: string) => {
      await reach(lead, 'customer', tuesday);
      const { rows } = await creditsOf(lead, 'model=linear');
      return rows.map(({ leadId }: { leadId: string }) => leadId).toSorted();
    };
    const known = others.slice(0, 100);
    expect(await peopleOf(known[7]!)).toEqual(known);
    const last = others.at(-1)!;
    expect(new Set(await peopleOf(last))).toEqual(new Set([...known, last]));
    expect(await settle({ journeys: 'person' })).toBe(200);
  });

  it('an export reads an account once for all its leads, and others have their turn between them', async () => {
    const leads = await importedLeads('choir.de', 15);
    const person = await exported();
    expect(await settle({ journeys: 'account' })).toBe(200);
    const account = await exported();
    expect(account.statements).toBeLessThanOrEqual(person.statements + account.leads.length);
    expect(account.turns).toBeGreaterThan(leads.length);
    const own = account.leads.filter(({ leadId }) => leads.includes(leadId));
    expect(own.map(({ rows }) => rows.length)).toEqual(leads.map(() => leads.length));
    expect(await settle({ journeys: 'person' })).toBe(200);
  });

  /** The ids of people of a company, in the order in which we came to know them. */
  async function importedLeads(domain: string, count: number): Promise<LeadId[]> {
    const rows = Array.from({ length: count }, (_, index) => `one${index}@${domain},LinkedIn Ads,cpc`);
    const csv = { 'Content-Type': 'text/csv', ...asAdmin };
    await collector.ask('POST', '/v1/import/leads', ['email,source,medium', ...rows].join('\n'), csv);
    const found = await collector.db
      .selectFrom('leads')
      .select('id')
      .where('account', '=', domain)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    expect(found).toHaveLength(count);
    return found.map(({ id }) => id);
  }

  /** The linear credits of all leads for having become one, and what reading them took. */
  async function exported() {
    let [statements, turns, isOver] = [0, 0, false];
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) => {
        statements += 1;
        return Promise.resolve(result);
      },
    };
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const all: (Credits & { leadId: LeadId })[] = [];
    for await (const row of exportRows(collector.db.withPlugin(counting), 'credits'))
      all.push(row as Credits & { leadId: LeadId });
    isOver = true;
    const leads = all.filter(({ model, stage }) => model === 'linear' && stage === 'lead');
    return { leads, statements, turns };
  }
});
