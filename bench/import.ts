import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../test/postgres.ts';
import { landingRequests } from './landings.ts';
import { importFile, type MeasuredKind } from './import/files.ts';
import { quantile, round } from './numbers.ts';
import { writeSection } from './readme.ts';
import { peakMemoryMiB, processorMs, processorMsOfFamily, startCollector, type Server } from './servers.ts';

const FULL = 100_000;
/** Fewer rows are for looking at a change: they are printed and not written down. */
const ROWS = Number(process.env['BENCH_ROWS'] ?? FULL);
const cli = fileURLToPath(new URL('../packages/collector/src/cli.ts', import.meta.url));
/** As the first line of cli.ts has them. */
const flags = ['--max-semi-space-size=8'];
/** Leads come before what they did. */
const kinds: readonly MeasuredKind[] = ['leads', 'touches', 'stages', 'spend'];

type Run = { seconds: number; processorMs: number; databaseMs: number | null; memoryMiB: number };
type Measured = Run & { name: string; what: string; ingestP99: number; load: number };

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-bench-'));
  const postgres = await startPostgres();
  const places: Place[] = [
    { name: 'SQLite', url: `file:${join(folder, 'bench.db')}`, databasePid: null },
    { name: 'PostgreSQL', url: postgres.url, databasePid: pidOfPostgres(postgres.dir) },
  ];
  const measured: Measured[] = [];
  for (const place of places)
    for await (const one of measure(place, folder)) {
      measured.push(one);
      // this takes long: what is known so far is not lost
      if (ROWS === FULL) await writeSection('import', describe(measured));
    }
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
  process.stdout.write(`${describe(measured)}\n`);
}

type Place = { name: string; url: string; databasePid: number | null };

/** All kinds into one database that a collector serves; the leads a second time, when all of them are known. */
async function* measure({ name, url, databasePid }: Place, folder: string): AsyncGenerator<Measured> {
  const server = await startCollector(name, url);
  for (const [what, kind] of [
    ...kinds.map((one) => [one, one] as const),
    ['leads again', 'leads'] as const,
  ]) {
    const file = join(folder, `${kind}.csv`);
    await writeFile(file, importFile(kind, ROWS));
    const [run, ingestP99] = await besideLandings(server, () => importOnce(kind, file, url, databasePid));
    const load = loadavg()[0] ?? 0;
    process.stderr.write(`${name}: ${what} ${round(run.seconds)} s, load ${round(load)}\n`);
    yield { name, what, ...run, ingestP99, load };
  }
  await server.stop();
}

async function importOnce(
  kind: MeasuredKind,
  file: string,
  url: string,
  databasePid: number | null,
): Promise<Run> {
  const at = performance.now();
  const before = databasePid === null ? null : processorMsOfFamily(databasePid);
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: url };
  const child = spawn(process.execPath, [...flags, cli, 'import', kind, file, '--json'], { env });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)));
  child.stderr.resume();
  const last = { processorMs: 0, memoryMiB: 0 };
  child.once('spawn', () => void watch(child.pid ?? 0, last));
  const [code] = (await once(child, 'close')) as [number | null];
  const report = JSON.parse(said || '{}') as { imported?: number; unchanged?: number };
  if (code !== 0 || (report.imported ?? 0) + (report.unchanged ?? 0) !== ROWS)
    throw new Error(`import ${kind} ended with ${code}: ${said}`);
  const databaseMs =
    before === null || databasePid === null ? null : processorMsOfFamily(databasePid) - before;
  return { seconds: (performance.now() - at) / 1000, ...last, databaseMs };
}

/** What a process used so far, asked until it is gone: nobody can be asked afterwards. */
async function watch(pid: number, last: { processorMs: number; memoryMiB: number }): Promise<void> {
  try {
    for (;;) {
      const memoryMiB = peakMemoryMiB(pid);
      if (memoryMiB === 0) return;
      Object.assign(last, { memoryMiB, processorMs: processorMs(pid) });
      await pause(20);
    }
  } catch {
    // it has ended
  }
}

/** One landing after the other, fifty a second, while something else is done: how long the slowest hundredth waits. */
async function besideLandings<Answer>(
  server: Server,
  work: () => Promise<Answer>,
): Promise<[Answer, number]> {
  const next = landingRequests(new URL(server.url).host, server.site);
  const took: number[] = [];
  const done = new AbortController();
  const landing = async (): Promise<void> => {
    while (!done.signal.aborted) {
      const [, body] = next().toString('latin1').split('\r\n\r\n');
      const headers = { 'Content-Type': 'text/plain;charset=UTF-8' };
      const at = performance.now();
      const answer = await fetch(`${server.url}/v1/collect`, { method: 'POST', headers, body: body ?? '' });
      await answer.text();
      took.push(answer.ok ? performance.now() - at : Number.POSITIVE_INFINITY);
      await pause(20);
    }
  };
  const landings = landing();
  const answer = await work().finally(() => done.abort());
  await landings;
  return [answer, quantile(took, 0.99)];
}

/** PostgreSQL writes it into the first line of this file. */
const pidOfPostgres = (folder: string): number =>
  Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);

function describe(measured: readonly Measured[]): string {
  const rows = measured.map(({ name, what, ...one }) =>
    [
      '',
      name,
      what,
      round(one.seconds),
      round(one.processorMs / 1000),
      one.databaseMs === null ? '' : round(one.databaseMs / 1000),
      Math.round(one.memoryMiB),
      round(one.ingestP99),
      round(one.load),
      '',
    ]
      .join(' | ')
      .trim(),
  );
  return [
    `| database | ${ROWS} rows of | s | processor s | of the database, s | most memory, MiB | p99 of a landing, ms | load of the machine |`,
    '|---|---|---:|---:|---:|---:|---:|---:|',
    ...rows,
  ].join('\n');
}

await main();
