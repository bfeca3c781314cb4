/** How a CSV file is written: what stands between its cells, and what ends its lines. */
export type CsvFormat = { separator: string; lineEnd: string };

/** More than any honest file has: CRMs allow some hundred columns of one's own. */
export const MOST_COLUMNS = 1_000;

/**
 * The cells of one record and where the next one begins; `cut`, where the text ends before the record does, and
 * whether that is within quotation marks; `wide`, where it has more cells than {@link MOST_COLUMNS}.
 */
export type CsvRecord =
  | { kind: 'record'; cells: string[]; next: number }
  | { kind: 'cut'; isQuoted: boolean }
  | { kind: 'wide' };

/**
 * Reads the record that begins at `start`. A quotation mark counts where a cell begins with it; what stands behind
 * the closing one, up to the next separator, makes all of them a part of the cell. With `isEnd` nothing follows the
 * text, and its last record needs no line end.
 */
export function readRecord(text: string, start: number, format: CsvFormat, isEnd: boolean): CsvRecord {
  const cells: string[] = [];
  for (let at = start; ; at += 1) {
    const { cell, end } = text[at] === '"' ? quotedCell(text, at, format) : plainCell(text, at, format);
    if (end === null || (end === text.length && !isEnd)) return { kind: 'cut', isQuoted: end === null };
    if (cells.length === MOST_COLUMNS) return { kind: 'wide' };
    cells.push(cell);
    if (end === text.length) return { kind: 'record', cells, next: end };
    if (text[end] !== format.separator) return { kind: 'record', cells, next: end + format.lineEnd.length };
    at = end;
  }
}

/** `end` is the place of the separator or line end behind the cell; null where its quotation mark is not closed. */
type CellRead = { cell: string; end: number | null };

function plainCell(text: string, start: number, format: CsvFormat): CellRead {
  const end = endOfCell(text, start, format);
  return { cell: text.slice(start, end), end };
}

function quotedCell(text: string, start: number, format: CsvFormat): CellRead {
  const close = closingQuote(text, start + 1);
  if (close === -1) return { cell: '', end: null };
  const within = text.slice(start + 1, close).replaceAll('""', '"');
  const end = endOfCell(text, close + 1, format);
  if (end === close + 1) return { cell: within, end };
  return { cell: `"${within}"${text.slice(close + 1, end)}`, end };
}

/** Two quotation marks in a row mean one within the cell. */
function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start); at !== -1; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}

function endOfCell(text: string, start: number, { separator, lineEnd }: CsvFormat): number {
  const separatorCode = separator.charCodeAt(0);
  const lineEndCode = lineEnd.charCodeAt(0);
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === separatorCode || (code === lineEndCode && text.startsWith(lineEnd, at))) return at;
  }
  return text.length;
}
