import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { startPostgres } from '../test/postgres.ts';
import { landingRequests } from './landings.ts';
import { median, round } from './numbers.ts';
import { writeSection } from './readme.ts';
import { peakMemoryMiB, processorMs, startBare, startCollector, type Server } from './servers.ts';

const CONNECTIONS = [1, 16, 64];
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 5);

type Run = {
  server: string;
  connections: number;
  perSecond: number;
  p50: number;
  p99: number;
  cpuMs: number;
};

/** Interleaved and repeated: whatever else the machine does meets all three alike. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-bench-'));
  const postgres = await startPostgres();
  const servers = [
    await startBare(),
    await startCollector('SQLite', `file:${join(folder, 'bench.db')}`),
    await startCollector('PostgreSQL', postgres.url),
  ];
  const speeds = new Map<string, number>();
  for (const server of servers) {
    for (const connections of CONNECTIONS.toReversed()) await warmUp(server, connections, speeds);
  }
  const runs: Run[] = [];
  for (let done = 0; done < ROUNDS; done += 1) {
    for (const connections of CONNECTIONS) {
      for (const server of servers) runs.push(await measure(server, connections, speeds));
    }
  }
  const text = describe(runs, servers);
  process.stdout.write(`${text}\n`);
  await writeSection('ingest', text);
  for (const server of servers) await server.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

const speedKey = (server: Server, connections: number): string => `${server.name} ${connections}`;

async function warmUp(server: Server, connections: number, speeds: Map<string, number>): Promise<void> {
  const { result, seconds } = await fire(server, connections, { duration: 2 });
  speeds.set(speedKey(server, connections), result['2xx'] / seconds);
}

/** As many requests as take some seconds, so that each is waited for and the rows can be counted. */
async function measure(server: Server, connections: number, speeds: Map<string, number>): Promise<Run> {
  const key = speedKey(server, connections);
  const amount = Math.ceil((speeds.get(key) ?? 0) * SECONDS);
  const rowsBefore = await server.countRows();
  const cpuBefore = processorMs(server.pid);
  const { result, seconds } = await fire(server, connections, { amount });
  const cpuMs = (processorMs(server.pid) - cpuBefore) / result['2xx'];
  const rows = await server.countRows();
  const problems = result.errors + result.timeouts + result.non2xx;
  if (problems > 0) throw new Error(`${key}: ${problems} requests were not taken`);
  if (rows !== null && rows - (rowsBefore ?? 0) !== result['2xx']) {
    throw new Error(`${key}: ${result['2xx']} acknowledged, ${rows - (rowsBefore ?? 0)} stored`);
  }
  const { p50, p99 } = result.latency;
  const perSecond = result['2xx'] / seconds;
  speeds.set(key, perSecond);
  process.stderr.write(`${key}: ${Math.round(perSecond)} requests/s\n`);
  return { server: server.name, connections, perSecond, p50, p99, cpuMs };
}

type Fired = { result: autocannon.Result; seconds: number };

/** From the first request to the last answer: autocannon itself looks at the clock once a second. */
async function fire(server: Server, connections: number, until: autocannon.Until): Promise<Fired> {
  const next = landingRequests(new URL(server.url).host, server.site);
  let lastAt = 0;
  const setupClient = (client: autocannon.Client): void => {
    client.getRequestBuffer = next;
    client.on('response', () => {
      lastAt = performance.now();
    });
  };
  const firstAt = performance.now();
  const result = await autocannon({ url: server.url, connections, setupClient, ...until });
  return { result, seconds: (lastAt - firstAt) / 1_000 };
}

function describe(runs: readonly Run[], servers: readonly Server[]): string {
  const of = (server: string, connections: number, value: (run: Run) => number): number =>
    median(runs.filter((run) => run.server === server && run.connections === connections).map(value));
  const speed = (server: string, connections: number) => of(server, connections, (run) => run.perSecond);
  const ratio = (server: string, connections: number): string =>
    (speed(server, connections) / speed('bare Hono', connections)).toFixed(2);

  const ratios = CONNECTIONS.map(
    (connections) =>
      `| ${connections} | ${ratio('SQLite', connections)} | ${ratio('PostgreSQL', connections)} |`,
  );
  const absolutes = CONNECTIONS.flatMap((connections) =>
    servers.map(({ name }) => {
      const values = [
        round(speed(name, connections)),
        of(name, connections, (run) => run.p50),
        of(name, connections, (run) => run.p99),
        Math.round(of(name, connections, (run) => run.cpuMs) * 1000),
      ];
      return `| ${connections} | ${name} | ${values.join(' | ')} |`;
    }),
  );
  const memory = servers.map(({ name, pid }) => `${name} ${Math.round(peakMemoryMiB(pid))} MiB`);
  return `
Requests per second as a share of bare Hono's, median of ${ROUNDS} rounds of ${SECONDS} s:

| connections | SQLite | PostgreSQL |
|---:|---:|---:|
${ratios.join('\n')}

Rows stored = requests acknowledged after every run. Most memory ever: ${memory.join(', ')}.

| connections | server | requests/s | p50 ms | p99 ms | processor µs a request |
|---:|---|---:|---:|---:|---:|
${absolutes.join('\n')}
`;
}

await main();
