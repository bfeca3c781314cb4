import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { migrate } from '../packages/collector/src/storage/migrate.ts';
import type { Db } from '../packages/collector/src/storage/dialect.ts';
import { openDatabase } from '../packages/collector/src/storage/open.ts';
import { gatherStatistics, plainTotals, type Totals } from '../packages/collector/test/yardstick.ts';
import { startPostgres } from '../test/postgres.ts';
import { adminKey } from '../test/process/collector.ts';
import { landingRequests } from './landings.ts';
import { median, quantile, round } from './numbers.ts';
import { writeSection } from './readme.ts';
import { populate, type Populated } from './report/populate.ts';
import { peakMemoryMiB, processorMs, startCollector, type Server } from './servers.ts';

const SCALE = Number(process.env['BENCH_SCALE'] ?? 1);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 20);
/** Landings a second while reports are asked: what a very busy website has. */
const PER_SECOND = Number(process.env['BENCH_PER_SECOND'] ?? 500);

/** What is asked, by the words of the table; the first of each kind is the usual one. */
const reports: Record<string, string> = {
  'sources by source': 'sources',
  'sources by company size, one family': 'sources?groupBy=companySize&family=paid',
  'attribution, last, of customers': 'attribution?model=last',
  'attribution, time decay, of customers': 'attribution?model=time_decay&groupBy=campaign',
  'attribution, linear, of all leads': 'attribution?model=linear&stage=lead',
  'attribution, time decay, of all leads': 'attribution?model=time_decay&stage=lead',
  'attribution, Markov of order 2, of customers': 'attribution?model=markov&order=2',
  'attribution, Markov of order 1, of all leads': 'attribution?model=markov&order=1&stage=lead',
  'attribution, Markov of order 2, of all leads': 'attribution?model=markov&order=2&stage=lead',
  'attribution, Markov of order 3, of all leads': 'attribution?model=markov&order=3&stage=lead',
  'attribution, Markov of order 3, by campaign':
    'attribution?model=markov&order=3&stage=lead&groupBy=campaign',
  'attribution, linear, accounts': 'attribution?model=linear&stage=lead&journeys=account',
  'compare, of customers': 'compare',
  'compare, of all leads': 'compare?stage=lead',
  funnel: 'funnel',
  'funnel, from attention to retention': 'funnel?view=aida',
  paths: 'paths',
  'paths of all leads': 'paths?stage=lead',
  'paths of all leads, by campaign, 500 of them': 'paths?stage=lead&groupBy=campaign&limit=500',
  cohorts: 'cohorts',
  lifecycle: 'lifecycle',
  'economics, last, by source': 'economics',
  'economics, linear, by campaign': 'economics?model=linear&groupBy=campaign',
  'economics, original, by country': 'economics?model=original&groupBy=country',
  matrix: 'matrix',
  diversification: 'diversification',
  'review of a period beside the one before': 'review?from=2025-10-01',
  audit: 'audit',
};

type Timed = { report: string; medianMs: number; mostMs: number; processorMs: number };
type Load = { p50: number; p99: number };
type Measured = {
  name: string;
  made: Populated;
  firstMs: number;
  timed: Timed[];
  plainMs: number;
  alone: Load;
  beside: Load & { asked: number };
  memoryMiB: number;
  /** How many processes of the machine wanted a processor while reports were timed. */
  machineLoad: number;
};

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-bench-'));
  const given = process.env['BENCH_POSTGRES_URL'];
  const postgres = given === undefined ? await startPostgres() : { url: given, stop: async () => {} };
  const measured = [
    await measure('SQLite', process.env['BENCH_SQLITE_URL'] ?? `file:${join(folder, 'bench.db')}`),
    await measure('PostgreSQL', postgres.url),
  ];
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
  const text = describe(measured);
  process.stdout.write(`${text}\n`);
  await writeSection('report', text);
}

async function measure(name: string, url: string): Promise<Measured> {
  await migrate(url);
  const db = openDatabase(url, { patient: true });
  const made = (await madeBefore(db)) ?? (await populate(db, Math.round(100_000 * SCALE), 'bench'));
  process.stderr.write(`${name}: ${made.touches} touches\n`);
  await gatherStatistics(db, url);
  const plainAt = performance.now();
  const plain = await plainTotals(db, url);
  const plainMs = performance.now() - plainAt;
  await db.destroy();
  const server = await startCollector(name, url);
  const firstAt = performance.now();
  await ask(server, 'sources');
  const firstMs = performance.now() - firstAt;
  await compareTotals(server, plain);
  const timed: Timed[] = [];
  for (const [report, path] of Object.entries(reports)) timed.push(await time(server, report, path));
  const [machineLoad = 0] = loadavg();
  const alone = await load(server);
  const beside = await whileAsking(server, () => load(server));
  const memoryMiB = peakMemoryMiB(server.pid);
  await server.stop();
  return { name, made, firstMs, timed, plainMs, alone, beside, memoryMiB, machineLoad };
}

/** Making the data takes longer than measuring: a database that is given may have it from the time before. */
async function madeBefore(db: Db): Promise<Populated | null> {
  const count = db.fn.countAll<number>().as('count');
  const leads = await db.selectFrom('journeys').select(count).executeTakeFirstOrThrow();
  if (leads.count === 0) return null;
  const visits = db
    .selectFrom('events')
    .innerJoin('lead_visitors', 'lead_visitors.visitor', 'events.visitor');
  const touches = await visits.select(count).executeTakeFirstOrThrow();
  const won = db.selectFrom('stage_changes').where('stage', '=', 'customer');
  const customers = await won.select(count).executeTakeFirstOrThrow();
  return { leads: leads.count, touches: touches.count, customers: customers.count };
}

type Answer = { rows: Record<string, number | string>[] };

async function ask({ url }: Server, path: string): Promise<Answer> {
  const headers = { Authorization: `Bearer ${adminKey}` };
  const answer = await fetch(`${url}/v1/reports/${path}`, { headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** What is fast and wrong is not measured. */
async function compareTotals(server: Server, plain: Awaited<ReturnType<typeof plainTotals>>): Promise<void> {
  const same = async (path: string, value: string, wanted: Totals): Promise<void> => {
    const { rows } = await ask(server, path);
    const found = Object.fromEntries(rows.map((row) => [row['key'], row[value]]));
    const keys = new Set([...Object.keys(found), ...Object.keys(wanted)]);
    for (const key of keys)
      if (found[key] !== wanted[key])
        throw new Error(`${path}: ${key} is ${found[key]}, SQL has ${wanted[key]}`);
  };
  await same('attribution?model=last&groupBy=source', 'conversions', plain.customersByLast);
  await same('attribution?model=first&stage=lead&groupBy=source', 'conversions', plain.leadsByFirst);
  await same('sources', 'leads', plain.leadsByOriginal);
}

async function time(server: Server, report: string, path: string): Promise<Timed> {
  await ask(server, path);
  const took: number[] = [];
  const before = processorMs(server.pid);
  for (let n = 0; n < ROUNDS; n += 1) {
    const at = performance.now();
    await ask(server, another(path, n));
    took.push(performance.now() - at);
  }
  const processor = (processorMs(server.pid) - before) / ROUNDS;
  process.stderr.write(`${server.name}: ${report} ${round(median(took))} ms\n`);
  return { report, medianMs: median(took), mostMs: quantile(took, 1), processorMs: processor };
}

/** A question of another period, which holds as much: the same one would get the answer that was kept. */
const another = (path: string, n: number): string =>
  `${path}${path.includes('?') ? '&' : '?'}to=${2100 + n}-01-01`;

/** Landings at an even pace: how long each waits for its answer. */
async function load(server: Server): Promise<Load> {
  const next = landingRequests(new URL(server.url).host, server.site);
  const setupClient = (client: autocannon.Client): void => {
    client.getRequestBuffer = next;
  };
  const pace = { connections: 16, overallRate: PER_SECOND };
  const result = await autocannon({ url: server.url, ...pace, setupClient, duration: SECONDS });
  if (result.non2xx + result.errors > 0) throw new Error(`${server.name}: events were not taken`);
  return { p50: result.latency.p50, p99: result.latency.p99 };
}

/** One report after the other without a pause, as nobody asks them. */
async function whileAsking<Value>(
  server: Server,
  work: () => Promise<Value>,
): Promise<Value & { asked: number }> {
  let isOver = false;
  let asked = 0;
  const asking = (async () => {
    for (let n = ROUNDS; ; n += 1)
      for (const path of Object.values(reports)) {
        if (isOver) return;
        await ask(server, another(path, n));
        asked += 1;
      }
  })();
  const value = await work();
  isOver = true;
  await asking;
  return { ...value, asked };
}

function describe(measured: readonly Measured[]): string {
  const [one] = measured;
  const { leads = 0, touches = 0, customers = 0 } = one?.made ?? {};
  const rows = Object.keys(reports).map((report) => {
    const cells = measured.flatMap(({ timed }) => {
      const found = timed.find((each) => each.report === report);
      return found ? [found.medianMs, found.mostMs, found.processorMs].map(round) : [];
    });
    return `| ${report} | ${cells.join(' | ')} |`;
  });
  const lines = measured.map(
    ({ name, firstMs, plainMs, alone, beside, memoryMiB, machineLoad }) =>
      `| ${[name, round(firstMs / 1000), round(plainMs / 1000), alone.p50, alone.p99, beside.p50, beside.p99, beside.asked, Math.round(memoryMiB), round(machineLoad)].join(' | ')} |`,
  );
  return `
${touches} touches of ${leads} leads, ${customers} of them customers; ${ROUNDS} rounds.

| report, warm, over HTTP | SQLite ms, median | most | processor ms | PostgreSQL ms, median | most | processor ms |
|---|---:|---:|---:|---:|---:|---:|
${rows.join('\n')}

| database | first report s | plain SQL s | landings alone p50 ms | p99 | beside reports p50 | p99 | reports meanwhile | most memory MiB | load of the machine |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
${lines.join('\n')}`;
}

await main();
