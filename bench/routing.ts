import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuUsage } from 'node:process';
import { peopleSettings, routingSettings } from '../packages/contract/src/index.ts';
import type { PeopleSettings, RoutingFacts, RoutingSettings } from '../packages/contract/src/index.ts';
import { decideRoute } from '../packages/collector/src/actions/decideRoute.ts';
import { defaultSettings } from '../packages/collector/src/domain/defaults.ts';
import { routeLead } from '../packages/collector/src/domain/routing.ts';
import { staffAt } from '../packages/collector/src/domain/staff.ts';
import { newLeadId, type LeadId } from '../packages/collector/src/ids.ts';
import type { Db } from '../packages/collector/src/storage/dialect.ts';
import { findLead, insertLead, saveAssignment } from '../packages/collector/src/storage/leads.ts';
import { migrate } from '../packages/collector/src/storage/migrate.ts';
import { openDatabase } from '../packages/collector/src/storage/open.ts';
import { insertSettings } from '../packages/collector/src/storage/settings.ts';
import { startPostgres } from '../test/postgres.ts';
import { median, round } from './numbers.ts';
import { writeSection } from './readme.ts';

const ROUNDS = 3;
const DECISIONS = Number(process.env['BENCH_DECISIONS'] ?? 20_000);
const STORED = Number(process.env['BENCH_STORED'] ?? 1000);
/** A Tuesday at ten in the morning. */
const NOW = Date.parse('2026-03-03T10:00:00Z');
const countries = ['DE', 'AT', 'CH', 'FR', 'SE', 'US', null] as const;
const strategies = ['round_robin', 'weighted', 'least_loaded', 'most_experienced'] as const;

/** Fifty rules of which the last ten take leads, and four pools of ten people in three time zones. */
const settings: RoutingSettings = routingSettings.parse({
  rules: [
    ...Array.from({ length: 40 }, (_, n) => ({
      name: `Campaign ${n}`,
      when: { campaign: [`spring ${n}`, `autumn ${n}`], minScore: 20, territory: 'DACH', language: 'German' },
      then: { channel: '#campaigns', pool: 'pool 0' },
    })),
    ...Array.from({ length: 10 }, (_, n) => ({
      name: `Size ${n}`,
      when: { companySize: { from: n * 100, to: n * 100 + 99 } },
      then: { channel: `#size-${n}`, pool: `pool ${n % 4}`, match: ['language'], deadlineMinutes: 30 },
    })),
  ],
  pools: strategies.map((strategy, pool) => ({
    name: `pool ${pool}`,
    strategy,
    members: Array.from({ length: 10 }, (_, n) => ({ slackUser: `U${pool}BENCH${n}`, weight: 1 + (n % 3) })),
  })),
  territories: [{ name: 'DACH', countries: ['DE', 'AT', 'CH'] }],
  fallback: { channel: '#leads' },
});

const people: PeopleSettings = peopleSettings.parse({
  people: settings.pools.flatMap(({ members }) =>
    members.map(({ slackUser }, n) => ({
      slackUser,
      experience: n,
      languages: n % 2 === 0 ? ['German'] : ['English'],
      capacity: 10_000,
      hours: {
        timeZone: ['Europe/Berlin', 'Europe/London', 'America/New_York'][n % 3],
        days: [1, 2, 3, 4, 5],
        from: '09:00',
        to: '17:00',
      },
      absences: n === 9 ? [{ from: '2026-03-01', until: '2026-03-08' }] : [],
    })),
  ),
});

async function main(): Promise<void> {
  const rates = await inRounds(async () => decide());
  const folder = await mkdtemp(join(tmpdir(), 'headwater-bench-'));
  const sqlite = await inRounds((n) => store(`file:${join(folder, `routing-${n}.db`)}`));
  await rm(folder, { recursive: true, force: true });
  const postgres = await inRounds(storeInPostgres);
  const text = `
| what | processor µs a lead | leads a second on one processor | as measured |
|---|---:|---:|---:|
| the decision alone | ${cells(rates)} |
| with everything around it, SQLite | ${cells(sqlite)} |
| with everything around it, PostgreSQL | ${cells(postgres)} |

${DECISIONS} decisions and ${STORED} leads in a database; median of ${ROUNDS} rounds after one to warm up.`;
  process.stdout.write(`${text}\n`);
  await writeSection('routing', text);
}

type Rate = { perSecond: number; microseconds: number };

const cells = ({ perSecond, microseconds }: Rate): string =>
  [microseconds, 1_000_000 / microseconds, perSecond].map(round).join(' | ');

async function inRounds(run: (round: number) => Promise<Rate>): Promise<Rate> {
  // a server runs for days: what it compiles in its first seconds is not counted
  await run(0);
  const rates: Rate[] = [];
  for (let n = 1; n <= ROUNDS; n += 1) rates.push(await run(n));
  return {
    perSecond: median(rates.map(({ perSecond }) => perSecond)),
    microseconds: median(rates.map(({ microseconds }) => microseconds)),
  };
}

/** A server of its own for each round, or later ones would count the leads of earlier ones. */
async function storeInPostgres(): Promise<Rate> {
  const server = await startPostgres();
  const rate = await store(server.url);
  await server.stop();
  return rate;
}

/** Each lead comes at a moment of its own, so that nobody's hours are known from the lead before. */
function decide(): Rate {
  const turns = new Map<string, number>();
  const openLeads = new Map<string, number>();
  const stop = measure();
  for (let n = 0; n < DECISIONS; n += 1) {
    const staff = staffAt(NOW + n, { people, calendar: defaultSettings.calendar }, { openLeads, turns });
    const { owner, turnOf } = routeLead(lead(n), settings, staff);
    if (turnOf !== null) turns.set(turnOf, (turns.get(turnOf) ?? 0) + 1);
    if (owner !== null) openLeads.set(owner, (openLeads.get(owner) ?? 0) + 1);
  }
  return stop(DECISIONS);
}

const lead = (n: number): RoutingFacts => ({
  family: 'paid',
  channel: 'Paid Search',
  source: 'google',
  campaign: `campaign ${n % 100}`,
  temperature: 'hot',
  score: n % 100,
  country: countries[n % countries.length] ?? null,
  language: n % 3 === 0 ? 'de' : 'en',
  companySize: n % 1000,
  industry: 'Software',
  specialisation: null,
  segment: null,
  eventSession: null,
  account: `firm${n}.de`,
  accountOwner: null,
  existingCustomer: false,
});

/** Reads the lead, its journey and the loads of the pool, decides, and stores decision and facts; a transaction each. */
async function store(url: string): Promise<Rate> {
  await migrate(url);
  const db = openDatabase(url);
  const change = { version: 1, changedAt: NOW, changedBy: 'bench' };
  await insertSettings(db, { ...change, name: 'routing', value: everyLeadTo(settings) });
  await insertSettings(db, { ...change, name: 'people', value: people });
  const ids = await insertLeads(db, STORED);
  const stop = measure();
  for (const [n, id] of ids.entries()) await routeStored(db, id, NOW + n);
  const rate = stop(STORED);
  await db.destroy();
  return rate;
}

/** Leads of the bench have no company size: the last rule takes them, after all others. */
const everyLeadTo = ({ rules, ...rest }: RoutingSettings): RoutingSettings => ({
  ...rest,
  rules: [
    ...rules,
    {
      name: 'All',
      when: {},
      then: { channel: '#leads', pool: 'pool 2', match: ['language'], deadlineMinutes: 30 },
    },
  ],
});

async function insertLeads(db: Db, count: number): Promise<LeadId[]> {
  const ids = Array.from({ length: count }, (_, n) => newLeadId(NOW + n));
  await db.transaction().execute(async (trx) => {
    for (const id of ids) await insertLead(trx, id, NOW);
  });
  return ids;
}

async function routeStored(db: Db, id: LeadId, nowMs: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const stored = await findLead(trx, id);
    if (!stored) throw new Error('a lead is gone');
    const route = await decideRoute({ trx, nowMs }, stored, nowMs);
    if (route.owner === null) throw new Error(`nobody was chosen: ${route.because}`);
    await saveAssignment(trx, id, { ...route, deadline: null });
  });
}

/** Counts from now; the answer says how many a second, and what of the processor each took. */
function measure(): (count: number) => Rate {
  const from = performance.now();
  const before = cpuUsage();
  return (count) => {
    const { user, system } = cpuUsage(before);
    return {
      perSecond: count / ((performance.now() - from) / 1000),
      microseconds: (user + system) / count,
    };
  };
}

await main();
