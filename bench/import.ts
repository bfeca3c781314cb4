import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../test/postgres.ts';
import { besideLandings, pidOfPostgres, runCommand, type CommandRun, type Place } from './command.ts';
import { importFile, type MeasuredKind } from './import/files.ts';
import { round } from './numbers.ts';
import { writeSection } from './readme.ts';
import { startCollector } from './servers.ts';

const FULL = 100_000;
/** Fewer rows are for looking at a change: they are printed and not written down. */
const ROWS = Number(process.env['BENCH_ROWS'] ?? FULL);
/** Leads come before what they did. */
const kinds: readonly MeasuredKind[] = ['leads', 'touches', 'stages', 'spend'];

type Measured = CommandRun & { name: string; what: string; ingestP99: number; load: number };

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

/** All kinds into one database that a collector serves; the leads a second time, when all of them are known. */
async function* measure(place: Place, folder: string): AsyncGenerator<Measured> {
  const { name, url } = place;
  const server = await startCollector(name, url);
  for (const [what, kind] of [
    ...kinds.map((one) => [one, one] as const),
    ['leads again', 'leads'] as const,
  ]) {
    const file = join(folder, `${kind}.csv`);
    await writeFile(file, importFile(kind, ROWS));
    const [run, ingestP99] = await besideLandings(server, () => importOnce(kind, file, place));
    const load = loadavg()[0] ?? 0;
    process.stderr.write(`${name}: ${what} ${round(run.seconds)} s, load ${round(load)}\n`);
    yield { name, what, ...run, ingestP99, load };
  }
  await server.stop();
}

async function importOnce(kind: MeasuredKind, file: string, place: Place): Promise<CommandRun> {
  const { said, ...run } = await runCommand(['import', kind, file, '--json'], place);
  const report = JSON.parse(said) as { imported: number; unchanged: number };
  if (report.imported + report.unchanged !== ROWS) throw new Error(`import ${kind} says ${said}`);
  return run;
}

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
