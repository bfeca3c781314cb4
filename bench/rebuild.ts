import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../packages/collector/src/storage/migrate.ts';
import { openDatabase } from '../packages/collector/src/storage/open.ts';
import { startPostgres } from '../test/postgres.ts';
import { besideLandings, pidOfPostgres, runCommand, type CommandRun, type Place } from './command.ts';
import { round } from './numbers.ts';
import { writeSection } from './readme.ts';
import { populate } from './report/populate.ts';
import { startCollector } from './servers.ts';

const LEADS = Number(process.env['BENCH_LEADS'] ?? 20_000);

type Measured = CommandRun & { name: string; touches: number; ingestP99: number; load: number };

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-bench-'));
  const postgres = await startPostgres();
  const measured = [
    await measure({ name: 'SQLite', url: `file:${join(folder, 'bench.db')}`, databasePid: null }),
    await measure({ name: 'PostgreSQL', url: postgres.url, databasePid: pidOfPostgres(postgres.dir) }),
  ];
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
  const text = describe(measured);
  process.stdout.write(`${text}\n`);
  await writeSection('rebuild', text);
}

/** All leads recomputed by the command, while a collector serves the same database and takes its part. */
async function measure(place: Place): Promise<Measured> {
  await migrate(place.url);
  const db = openDatabase(place.url, { patient: true });
  const { touches } = await populate(db, LEADS, 'bench');
  await db.destroy();
  const server = await startCollector(place.name, place.url);
  const [run, ingestP99] = await besideLandings(server, () => runCommand(['rebuild', '--json'], place));
  await server.stop();
  const { done } = JSON.parse(run.said) as { done: number };
  if (done !== LEADS) throw new Error(`${done} of ${LEADS} leads were recomputed`);
  return { ...run, name: place.name, touches, ingestP99, load: loadavg()[0] ?? 0 };
}

function describe(measured: readonly Measured[]): string {
  const rows = measured.map(
    ({ name, seconds, processorMs, databaseMs, memoryMiB, ingestP99, load }) =>
      `| ${[
        name,
        round(seconds),
        Math.round(LEADS / seconds),
        round(processorMs / 1000),
        databaseMs === null ? '' : round(databaseMs / 1000),
        Math.round(memoryMiB),
        round(ingestP99),
        round(load),
      ].join(' | ')} |`,
  );
  return `
${LEADS} leads with ${measured[0]?.touches ?? 0} touches, recomputed from their raw rows.

| database | s | leads a second | processor s | of the database, s | most memory, MiB | p99 of a landing, ms | load of the machine |
|---|---:|---:|---:|---:|---:|---:|---:|
${rows.join('\n')}`;
}

await main();
