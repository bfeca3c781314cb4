import { setTimeout as pause } from 'node:timers/promises';
import type { ImportError, ImportKind, ImportReport } from '@headwater/contract';
import { planRefreshes } from '../../storage/manyLeads.ts';
import { createSeenIds, type SeenIds } from '../../storage/seenIds.ts';
import { createWaitingRows, type WaitingRow, type WaitingRows } from '../../storage/waitingRows.ts';
import type { Deps, InTransaction } from '../deps.ts';
import { refreshLeads } from '../refreshLeads.ts';
import { asUnavailable } from '../unavailable.ts';
import { readCells, readHeader, type CellError, type Columns, type Header } from './columns.ts';
import type { Applied, Importer, Numbered } from './importer.ts';
import { impressionsImporter } from './impressionsImporter.ts';
import { leadImporter } from './leadImporter.ts';
import { readCsv, UnreadableFile } from './readCsv.ts';
import { spendImporter } from './spendImporter.ts';
import { stageImporter } from './stageImporter.ts';
import { touchImporter } from './touchImporter.ts';

export type ImportRequest = {
  kind: ImportKind;
  /** The file from its beginning; it is read twice. */
  open: () => AsyncIterable<Uint8Array>;
  /** How many rows the file may have; any where left out. */
  mostRows?: number;
  dryRun: boolean;
  /** Imports the good rows of a file that has bad ones. */
  skipBad: boolean;
  /** Whether what is imported is news, that makes leads warm or hot and is told in Slack. */
  isNews: boolean;
  by: string;
  onProgress?: (progress: ImportProgress) => void;
};

export type ImportProgress = { phase: 'checking' | 'importing'; rows: number; of: number };

/** `refused`: nothing was stored, for what `errors` says. */
export type ImportAnswer = { outcome: 'refused' | 'checked' | 'imported'; report: ImportReport };

type ImportDeps = Pick<Deps, 'db' | 'clock'>;

/**
 * Imports a CSV file. First it is read to its end, then each row is checked; one bad row and nothing is stored,
 * unless those are to be skipped. Then rows are stored some hundred at a time, so that nobody waits for them, those
 * of one lead together: a lead is looked at again once for all of them, and leads that stand together in the
 * database are written together. A row is recognised by what it says, or by the id it gives: the same file again
 * changes nothing, and after the process died it goes on where it was.
 */
export async function importCsv(deps: ImportDeps, request: ImportRequest): Promise<ImportAnswer> {
  switch (request.kind) {
    case 'leads':
      return importRows(deps, request, leadImporter(request));
    case 'touches':
      return importRows(deps, request, touchImporter(request));
    case 'stages':
      return importRows(deps, request, stageImporter(request));
    case 'spend':
      return importRows(deps, request, spendImporter(request));
    case 'impressions':
      return importRows(deps, request, impressionsImporter(request));
  }
}

async function importRows<Row, Ready>(
  deps: ImportDeps,
  request: ImportRequest,
  importer: Importer<Row, Ready>,
): Promise<ImportAnswer> {
  const report = emptyReport(request);
  const waiting = createWaitingRows<Row>();
  const seen = createSeenIds();
  try {
    const of = await countRows(request, importer.columns);
    await checkRows(deps, request, { importer, report, waiting, seen, of });
    if (request.dryRun) return { outcome: 'checked', report };
    if (report.bad > 0 && !request.skipBad) return { outcome: 'refused', report };
    await storeRows(deps, request, { importer, report, waiting });
    return { outcome: 'imported', report };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    note(report, error.row, [{ column: error.column, reason: error.message }]);
    return { outcome: 'refused', report };
  } finally {
    waiting.close();
    seen.close();
    report.errors.sort((a, b) => a.row - b.row);
  }
}

type Work<Row, Ready> = {
  importer: Importer<Row, Ready>;
  report: ImportReport;
  /** The good rows that are not stored yet. */
  waiting: WaitingRows<Row>;
};

/** How many rows there are, without looking at what they say: what is no file of ours is refused within a second. */
async function countRows({ open, mostRows }: ImportRequest, columns: Columns): Promise<number> {
  let records = 0;
  for await (const part of readCsv(open(), mostRows)) {
    if (records === 0) readHeader(part[0]?.cells ?? [], columns);
    records += part.length;
  }
  if (records === 0) throw new UnreadableFile('the file is empty');
  return records - 1;
}

async function checkRows<Row, Ready>(
  { db, clock }: ImportDeps,
  { open, skipBad, dryRun, onProgress }: ImportRequest,
  { importer, report, waiting, seen, of }: Work<Row, Ready> & { seen: SeenIds; of: number },
): Promise<void> {
  for await (const { good, bad } of batches(open, importer, clock.now(), report)) {
    for (const { number, errors } of bad) note(report, number, errors);
    const { ready, errors } = await importer.check(db, good);
    for (const { number, ...error } of errors) note(report, number, [error]);
    if (dryRun) await foresee(db, importer, { ready, report, seen });
    else waiting.add(placed(importer, good, ready));
    report.rows += good.length + bad.length;
    onProgress?.({ phase: 'checking', rows: report.rows, of });
    if (report.errors.length === MOST_ERRORS && !skipBad && !dryRun) return;
    await pause(0);
  }
}

/** Counts what storing these would do. */
async function foresee<Row, Ready>(
  db: Deps['db'],
  importer: Importer<Row, Ready>,
  { ready, report, seen }: { ready: readonly Numbered<Ready>[]; report: ImportReport; seen: SeenIds },
): Promise<void> {
  const rows = ready.map(({ row }) => row);
  const imported = rows.length === 0 ? 0 : seen.add(await importer.fresh(db, rows));
  report.imported += imported;
  report.unchanged += rows.length - imported;
}

/** The rows that can be stored, as they are in the file, and where each comes in the order of storing. */
function placed<Row, Ready>(
  { placeOf }: Importer<Row, Ready>,
  good: readonly Numbered<Row>[],
  ready: readonly Numbered<Ready>[],
): WaitingRow<Row>[] {
  const places = new Map(ready.map(({ number, row }) => [number, placeOf?.(row) ?? '']));
  return good.flatMap(({ number, row }) => {
    const place = places.get(number);
    return place === undefined ? [] : [{ place, number, row }];
  });
}

/** SQLite has one writer, and answers this process without a pause: others come in between. */
const PAUSE_MS = 5;

async function storeRows<Row, Ready>(
  { db, clock }: ImportDeps,
  { onProgress, isNews }: ImportRequest,
  { importer, report, waiting }: Work<Row, Ready>,
): Promise<void> {
  const of = report.rows - report.bad;
  let rows = 0;
  for (const good of waiting.inOrder(importer.rowsAtOnce)) {
    const nowMs = clock.now();
    // leads may have been joined or erased since
    const { ready, errors } = await importer.check(db, good);
    for (const { number, ...error } of errors) note(report, number, [error]);
    const rowsToStore = ready.map(({ row }) => row);
    const applied = await patiently(() =>
      db.transaction().execute((trx) => storeBatch({ trx, nowMs }, importer, rowsToStore, isNews)),
    );
    report.imported += applied.imported;
    report.unchanged += applied.unchanged;
    rows += good.length;
    onProgress?.({ phase: 'importing', rows, of });
    await pause(PAUSE_MS);
  }
}

async function storeBatch<Row, Ready>(
  tx: InTransaction,
  importer: Importer<Row, Ready>,
  rows: readonly Ready[],
  isNews: boolean,
): Promise<Applied> {
  const applied = await importer.apply(tx, rows);
  await refreshLeads(tx, applied.leads);
  // announced by the collector, one after the other, as everybody else is
  if (isNews) await planRefreshes(tx.trx, applied.leads, tx.nowMs);
  return applied;
}

const MOST_ATTEMPTS = 6;

/** Others may hold what a batch needs, or the database be away for a moment: it takes effect once, so it is tried again. */
async function patiently<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !asUnavailable(error)) throw error;
      await pause(50 * 2 ** attempt);
    }
  }
}

type Batch<Row> = { good: Numbered<Row>[]; bad: { number: number; errors: CellError[] }[] };

async function* batches<Row, Ready>(
  open: ImportRequest['open'],
  importer: Importer<Row, Ready>,
  nowMs: number,
  report: ImportReport,
): AsyncGenerator<Batch<Row>> {
  let header: Header | undefined;
  let batch: Batch<Row> = { good: [], bad: [] };
  for await (const part of readCsv(open()))
    for (const { row: number, cells } of part) {
      if (!header) {
        header = readHeader(cells, importer.columns);
        report.ignoredColumns = header.ignored;
        continue;
      }
      const named = readCells(header, cells);
      if (named === null) continue;
      const read = 'errors' in named ? named : importer.read(named.cells, nowMs);
      if ('errors' in read) batch.bad.push({ number, errors: read.errors });
      else batch.good.push({ number, row: read.row });
      if (batch.good.length + batch.bad.length < importer.rowsAtOnce) continue;
      yield batch;
      batch = { good: [], bad: [] };
    }
  yield batch;
}

/** Enough to mend a file; one of nothing but mistakes is not answered with all of them, nor read to its end. */
const MOST_ERRORS = 1_000;

function note(report: ImportReport, row: number, errors: readonly CellError[]): void {
  report.bad += 1;
  const named: ImportError[] = errors.map(({ column, reason }) => ({ row, column, reason }));
  report.errors.push(...named.slice(0, MOST_ERRORS - report.errors.length));
}

const emptyReport = ({ kind, dryRun }: ImportRequest): ImportReport => ({
  kind,
  dryRun,
  rows: 0,
  imported: 0,
  unchanged: 0,
  bad: 0,
  errors: [],
  ignoredColumns: [],
});
