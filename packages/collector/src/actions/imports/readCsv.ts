import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';

/** A record of a file; `row` counts as a spreadsheet does: the header is row 1, empty lines count. */
export type CsvRow = { row: number; cells: string[] };

/** The file as a whole cannot be read; `row` is where that showed. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly row: number;
  readonly column: string | null;

  constructor(reason: string, { row = 1, column = null }: { row?: number; column?: string | null } = {}) {
    super(reason);
    this.row = row;
    this.column = column;
  }
}

/** More than any honest row has, in characters; a quote that is never closed would swallow the rest. */
const MOST_OF_A_ROW = 256 * 1024;

/**
 * The records of a CSV file as they are read, header included: separated by comma, semicolon or tab (what the
 * header has most of), lines ended in any way, with or without a byte order mark. Throws {@link UnreadableFile}.
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const { head, rest } = await splitHead(decoded(bytes));
  const source = Readable.from(joined(head, rest));
  const parser = parse({
    delimiter: separatorOf(head),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MOST_OF_A_ROW,
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      yield { row: info.records + info.empty_lines, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = Number(error['records'] ?? 0) + Number(error['empty_lines'] ?? 0) + 1;
    throw new UnreadableFile(reasonOf(error), { row: at });
  } finally {
    source.destroy();
  }
}

type Parsed = { record: string[]; info: { records: number; empty_lines: number } };

function reasonOf({ code, message }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE')
    return 'a quotation mark is opened and not closed';
  return message;
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UnreadableFile('the file is not UTF-8: save it as CSV UTF-8');
  }
}

type Head = { head: string; rest: AsyncGenerator<string> };

/** The first line, with whatever came with it. */
async function splitHead(rest: AsyncGenerator<string>): Promise<Head> {
  let head = '';
  while (!/[\r\n]/.test(head.trimStart()) && head.length < MOST_OF_A_ROW) {
    const next = await rest.next();
    if (next.done) break;
    head += next.value;
  }
  return { head: head.replaceAll('\0', ''), rest };
}

async function* joined(head: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head;
  // PostgreSQL cannot store NUL
  for await (const text of rest) if (text !== '') yield text.replaceAll('\0', '');
}

/** Of comma, semicolon and tab the one that stands in the header most often, quotations apart. */
function separatorOf(head: string): string {
  const [line = ''] = head
    .trimStart()
    .replaceAll(/"[^"]*"/g, '')
    .split(/[\r\n]/, 1);
  const count = (separator: string): number => line.split(separator).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}
