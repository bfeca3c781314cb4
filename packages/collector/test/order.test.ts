import { afterAll, describe, expect, it } from 'vitest';
import { revenueKinds, stages } from '@headwater/contract';
import { defaultSettings } from '../src/domain/defaults.ts';
import { asAdmin, asBot, day, startCollector, tuesday, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

type Event = { lead: number; path: 'stage' | 'revenue'; body: object };
const money = (amount: number, currency = 'EUR') => ({ amount, currency });

const LEADS = 40;
const EVENTS = 500;

/** The same numbers at every run. https://en.wikipedia.org/wiki/Linear_congruential_generator */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Stages, exits, re-entries, deals and refunds of forty leads, many of them on one day. */
function someEvents(): Event[] {
  const random = numbers(7);
  return Array.from({ length: EVENTS }, (_, turn): Event => {
    const common = {
      eventId: `crm-${turn}`,
      at: new Date(tuesday - (1 + random(60)) * day).toISOString(),
      ...(random(3) === 0 && { reason: `Because of ${turn}` }),
      ...(random(2) === 0 && { by: 'U0SALES01' }),
    };
    const worth = money((1 + random(90)) * 100_000, random(5) === 0 ? 'USD' : 'EUR');
    const lead = random(LEADS);
    if (random(3) === 0) {
      const kind = revenueKinds[random(revenueKinds.length)];
      // parts of a deal are given back, seldom all of it
      const isBack = kind === 'refund' || kind === 'cancellation';
      const amount = isBack ? { ...worth, amount: -worth.amount / 20 } : worth;
      return { lead, path: 'revenue', body: { ...common, kind, amount } };
    }
    // few fall out, or nothing would be due
    const stage = stages[random(random(4) === 0 ? stages.length : 5)];
    const said = { ...(random(3) === 0 && { value: worth }), ...(random(2) === 0 && { revenue: worth }) };
    return { lead, path: 'stage', body: { ...common, stage, ...said } };
  });
}

function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = numbers(seed);
  const keyed = items.map((item) => ({ item, key: random(2 ** 30) }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}

/** The odd leads were referred by employees, whose rewards follow from the same events. */
async function makeLeads({ ask }: TestCollector): Promise<string[]> {
  const ids: string[] = [];
  for (let turn = 0; turn < LEADS; turn += 1) {
    const who = { email: `p${turn}@order${turn}.de`, name: `Person ${turn}`, company: `Order ${turn}` };
    const referral = { submission: `r-${turn}`, via: 'command', referrer: `U0EMMA00${turn % 3}`, ...who };
    if (turn % 2 === 1) ids.push((await ask('POST', '/v1/referrals', referral, asBot)).body.leadId);
    else ids.push((await leadOf(ask, demoRequest(who))).id);
  }
  return ids;
}

async function startWithProgram(): Promise<TestCollector> {
  const collector = await startCollector();
  const { headers } = await collector.ask('GET', '/v1/settings/referrals', undefined, asAdmin);
  const program = {
    ...defaultSettings.referrals,
    won: money(100_000),
    wonByDealValue: [{ from: money(3_000_000), reward: money(250_000) }],
    approver: 'U0APPROVER',
  };
  const match = { ...asAdmin, 'If-Match': headers.get('etag') ?? '' };
  await collector.ask('PUT', '/v1/settings/referrals', program, match);
  return collector;
}

/** Made by us, or a moment at which we were told. `shown` is a digest of ids too. */
const volatile = ['created_at', 'updated_at', 'received_at', 'earned_at', 'promised_until', 'shown'];

/**
 * What is true of the leads: themselves, their stages and money with their history, their referrals and what those
 * earned. Not compared is what tells when and how we heard of it: deliveries hold a line for each move as it was seen
 * then, reward_steps the same of rewards, and timers are set at what was known then. Other tables are not written by
 * these events.
 */
async function dump({ db }: TestCollector): Promise<Record<string, string[]>> {
  const leads = await db.selectFrom('leads').selectAll().execute();
  const referrals = await db.selectFrom('referrals').selectAll().execute();
  const rewards = await db.selectFrom('rewards').selectAll().execute();
  const names = new Map<string, string>([
    ...leads.map(({ id, email }) => [id, `lead of ${email}`] as const),
    ...referrals.map(({ id, submission }) => [id, submission] as const),
    ...rewards.map(({ id, referral_id, kind }) => [id, `${kind} of ${referral_id}`] as const),
  ]);
  const named = (text: string): string =>
    text.replaceAll(/(lead|ref|rwd)_\w{32}/g, (id) => names.get(id) ?? id);
  const lines = (rows: readonly object[]): string[] =>
    rows
      .map((row) => Object.entries(row).filter(([column]) => !volatile.includes(column)))
      .map((row) => named(named(JSON.stringify(row))))
      .toSorted((a, b) => (a < b ? -1 : 1));
  const told = db.selectFrom('history').where('kind', 'in', ['stage_changed', 'disqualified', 'revenue']);
  return {
    leads: lines(leads),
    referrals: lines(referrals),
    rewards: lines(rewards),
    stages: lines(await db.selectFrom('stage_changes').selectAll().execute()),
    revenue: lines(await db.selectFrom('revenue').selectAll().execute()),
    history: lines(await told.selectAll().execute()),
  };
}

describe('500 events of stages and revenue', () => {
  const events = someEvents();
  const told: TestCollector[] = [];
  afterAll(async () => {
    for (const collector of told) await collector.stop();
  });

  /** The database after these events, sent one after the other or `atOnce` so many, with the clock going on. */
  async function after(sent: readonly Event[], atOnce = 1) {
    const collector = await startWithProgram();
    told.push(collector);
    const ids = await makeLeads(collector);
    const ask = collector.ask;
    for (let start = 0; start < sent.length; start += atOnce) {
      collector.clock.set(collector.clock.now() + 1_000);
      const answers = await Promise.all(
        sent
          .slice(start, start + atOnce)
          .map(({ lead, path, body }) => ask('POST', `/v1/leads/${ids[lead]}/${path}`, body, asAdmin)),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    }
    return dump(collector);
  }

  it(
    'leave the same database in order, reversed, shuffled, and each five times at the same moment',
    { timeout: 300_000 },
    async () => {
      const inOrder = await after(events);
      // the events do what the comparison is about
      const states = new Set(
        inOrder['rewards']?.flatMap((row) => /"(pending|reversed)"/.exec(row)?.[1] ?? []),
      );
      expect(states).toEqual(new Set(['pending', 'reversed']));
      expect(inOrder['rewards']?.filter((row) => row.includes('% of the deal')).length).toBeGreaterThan(2);
      expect((inOrder['stages']?.length ?? 0) + (inOrder['revenue']?.length ?? 0)).toBeGreaterThan(
        EVENTS - 1,
      );
      expect(await after(events.toReversed())).toEqual(inOrder);
      expect(await after(shuffled(events, 3))).toEqual(inOrder);
      const often = shuffled([...events, ...events, ...events, ...events, ...events], 5);
      expect(await after(often, 25)).toEqual(inOrder);
    },
  );
});
