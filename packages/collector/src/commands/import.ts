import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { importKinds, type ImportKind, type ImportReport } from '@headwater/contract';
import { importCsv, type ImportProgress } from '../actions/imports/importCsv.ts';
import { systemClock } from '../clock.ts';
import { ConfigError, type Config } from '../config.ts';
import { withDatabase } from './withDatabase.ts';

export type ImportOptions = { dryRun: boolean; skipBad: boolean; alert: boolean; json: boolean };

/** `import KIND FILE`: says what it did and names each bad row; exits with 1 where that keeps it from importing. Progress goes to standard error. */
export async function importCommand(
  config: Config,
  kind: string,
  file: string,
  { dryRun, skipBad, alert, json }: ImportOptions,
): Promise<void> {
  if (!isImportKind(kind)) throw new ConfigError(`import takes ${importKinds.join(', ')}`);
  await access(file).catch(() => {
    throw new ConfigError(`${file} cannot be read`);
  });
  const onProgress = createProgress();
  const { outcome, report } = await withDatabase(config, (db) =>
    importCsv(
      { db, clock: systemClock },
      {
        kind,
        dryRun,
        skipBad,
        isNews: alert,
        by: 'import',
        onProgress,
        open: () => createReadStream(file),
      },
    ),
  );
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else tell(report, outcome === 'refused');
  if (outcome === 'refused' || (dryRun && report.bad > 0)) process.exitCode = 1;
}

const isImportKind = (kind: string): kind is ImportKind => importKinds.some((known) => known === kind);

const SAY_EVERY_MS = 1_000;
/** A collection takes as long as some hundred rows. */
const COLLECT_EVERY_ROWS = 5_000;

function createProgress(): (progress: ImportProgress) => void {
  const collect = createCollector();
  let saidAt = performance.now();
  return ({ phase, rows, of }) => {
    if (rows % COLLECT_EVERY_ROWS === 0) collect();
    if (performance.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = performance.now();
    process.stderr.write(`${phase}: ${rows} of ${of} rows\n`);
  };
}

/** Rows come and go, and V8 would rather take twice the memory than look for those that went. */
function createCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function tell({ dryRun, rows, imported, unchanged, bad, ...report }: ImportReport, isRefused: boolean): void {
  const { errors, ignoredColumns } = report;
  if (ignoredColumns.length > 0) process.stderr.write(`columns left out: ${ignoredColumns.join(', ')}\n`);
  for (const { row, column, reason } of errors)
    process.stderr.write(`row ${row}${column === null ? '' : `, ${column}`}: ${reason}\n`);
  const done = dryRun
    ? `nothing was imported, as asked; ${imported} would be${bad > 0 ? ' with --skip-bad' : ''}, ${unchanged} are there already`
    : isRefused
      ? `nothing was imported${rows > bad ? '; --skip-bad imports the others' : ''}`
      : `${imported} imported, ${unchanged} unchanged`;
  process.stdout.write(`${rows} rows, ${bad} bad: ${done}\n`);
}
