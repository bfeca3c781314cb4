import { MOST_COLUMNS, readRecord, type CsvFormat } from './csvRecord.ts';

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

/** More than any honest row has, in characters; a quotation mark that is never closed would swallow the rest. */
export const MOST_OF_A_ROW = 256 * 1024;

/**
 * The records of a CSV file as its parts are read, header included: separated by comma, semicolon or tab (what the
 * header has most of), lines ended as the first one is, with or without a byte order mark. Holds one part of the
 * file and one record at a time. Throws {@link UnreadableFile}, as soon as a row is longer than
 * {@link MOST_OF_A_ROW}, wider than {@link MOST_COLUMNS}, or one more than `mostRows` and the header.
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  mostRows = Number.POSITIVE_INFINITY,
): AsyncGenerator<CsvRow[]> {
  let taken: Taken = { rows: [], rest: '', row: 1 };
  let format: CsvFormat | null = null;
  for await (const { text, isEnd } of decoded(bytes)) {
    const rest = taken.rest + text;
    format ??= formatOf(rest, isEnd);
    taken = format ? takeRows(rest, taken.row, format, isEnd) : { rows: [], rest, row: 1 };
    const tooFar = taken.rows.find(({ row }) => row > mostRows + 1);
    if (tooFar) throw new UnreadableFile(tooMany(mostRows), tooFar);
    if (taken.rows.length > 0) yield taken.rows;
  }
}

/** The records of a part of the file, what is left of it, and the number of the row with which that begins. */
type Taken = { rows: CsvRow[]; rest: string; row: number };

function takeRows(text: string, firstRow: number, format: CsvFormat, isEnd: boolean): Taken {
  const rows: CsvRow[] = [];
  let row = firstRow;
  let at = 0;
  while (at < text.length) {
    if (text.startsWith(format.lineEnd, at)) {
      at += format.lineEnd.length;
      row += 1;
      continue;
    }
    const record = readRecord(text, at, format, isEnd);
    if (record.kind === 'wide') throw new UnreadableFile(tooWide, { row });
    const length = (record.kind === 'cut' ? text.length : record.next) - at;
    const isOpen = record.kind === 'cut' && record.isQuoted;
    if (length > MOST_OF_A_ROW) throw new UnreadableFile(isOpen ? notClosed : tooLong, { row });
    if (isOpen && isEnd) throw new UnreadableFile(notClosed, { row });
    if (record.kind === 'cut') break;
    rows.push({ row, cells: record.cells });
    at = record.next;
    row += 1;
  }
  return { rows, rest: text.slice(at), row };
}

const inWords = (count: number): string => count.toLocaleString('en');
const notClosed = 'a quotation mark is opened and not closed';
const tooLong = `has more than ${inWords(MOST_OF_A_ROW)} characters, the most of a row`;
const tooWide = `has more than ${inWords(MOST_COLUMNS)} columns`;
const tooMany = (most: number): string =>
  `is one more than the ${inWords(most)} rows that come in at once: import larger files on the server with headwater import, or in parts`;

type Decoded = { text: string; isEnd: boolean };

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Decoded> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      // PostgreSQL cannot store NUL
      return decoder.decode(chunk, { stream: chunk !== undefined }).replaceAll('\0', '');
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new UnreadableFile('the file is not UTF-8: save it as CSV UTF-8');
    }
  };
  for await (const chunk of bytes) yield { text: decode(chunk), isEnd: false };
  yield { text: decode(), isEnd: true };
}

/**
 * The format by the first line that is not empty: of comma, semicolon and tab what stands in it most often,
 * quotations apart. Null where the line is not there as a whole, and something still to come.
 */
function formatOf(head: string, isEnd: boolean): CsvFormat | null {
  const plain = head.trimStart().replaceAll(/"[^"]*"/g, '');
  const [, line = plain, lineEnd = null] = /^([^\r\n]*)(\r\n|\n|\r(?=[^]))/.exec(plain) ?? [];
  if (lineEnd === null && !isEnd && head.length < MOST_OF_A_ROW) return null;
  const count = (separator: string): number => line.split(separator).length;
  const separator = [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
  return { separator, lineEnd: lineEnd ?? (line.endsWith('\r') ? '\r' : '\n') };
}
