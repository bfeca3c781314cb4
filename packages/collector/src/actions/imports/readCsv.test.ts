import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_COLUMNS } from './csvRecord.ts';
import { MOST_OF_A_ROW, readCsv, type CsvRow } from './readCsv.ts';

async function* inParts(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rowsOf(text: string, { size = 64 * 1024, mostRows = Infinity } = {}): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const part of readCsv(inParts(text, size), mostRows)) rows.push(...part);
  return rows;
}

type Parsed = { record: string[]; info: { records: number; empty_lines: number } };

function parsed(text: string, lineEnd: string): CsvRow[] | string {
  const options = { info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
  try {
    const records = parse(text, { ...options, record_delimiter: lineEnd }) as unknown as Parsed[];
    return records.map(({ record, info }) => ({ row: info.records + info.empty_lines, cells: record }));
  } catch {
    return 'UnreadableFile: a quotation mark is opened and not closed';
  }
}

const header = 'email,source\n';

describe('a CSV file', () => {
  it('is read as csv-parse reads it, in parts of any size', async () => {
    const cell = fc.array(fc.constantFrom('a', 'ü', ' ', '"', '""', ',', ';', '\n', '\r', '\r\n', '"x"'));
    const written = (lineEnd: string, rows: string[][]) =>
      ['email,source', 'a,b', ...rows.map((cells) => cells.join())].join(lineEnd);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.array(cell.map((parts) => parts.join('')))),
        fc.integer({ min: 14, max: 40 }),
        async (lineEnd, rows, size) => {
          const text = written(lineEnd, rows);
          const read = await rowsOf(text, { size }).catch((error: unknown) => String(error));
          expect(read).toEqual(parsed(text, lineEnd));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('counts empty lines, as a spreadsheet does', async () => {
    expect(await rowsOf('\r\n\r\na;b\r\n\r\n"1\r\n2";3')).toEqual([
      { row: 3, cells: ['a', 'b'] },
      { row: 5, cells: ['1\r\n2', '3'] },
    ]);
  });

  const wide = (columns: number) => Array.from({ length: columns }, () => '').join();

  it('may have a thousand columns, a long row, and as many rows as it may', async () => {
    const [, row] = await rowsOf(`${header}${wide(MOST_COLUMNS)}\n`);
    expect(row?.cells.length).toBe(MOST_COLUMNS);
    const [, long] = await rowsOf(`${header}"${'x'.repeat(MOST_OF_A_ROW - 4)}",\n`);
    expect(long?.cells[0]?.length).toBe(MOST_OF_A_ROW - 4);
    expect((await rowsOf(`${header}a,b\nc,d`, { mostRows: 2 })).length).toBe(3);
  });

  it.each([
    ['a column too many', `${header}${wide(MOST_COLUMNS + 1)}`, 2, /more than 1,000 columns/],
    ['millions of columns', ','.repeat(10_000_000), 1, /more than 1,000 columns/],
    ['a line of letters', 'a'.repeat(10_000_000), 1, /more than 262,144 characters/],
    ['a row too long', `${header}a,${'x'.repeat(MOST_OF_A_ROW)}\n`, 2, /more than 262,144 characters/],
    [
      'a mark that is not closed',
      `${header}a,b\n"${'c,\n'.repeat(1_000_000)}`,
      3,
      /is opened and not closed/,
    ],
    ['a row of many lines', `${header}${`"\n"${wide(900)}`.repeat(100_000)}`, 2, /1,000 columns/],
    ['a row too many', `${header}a,b\n\n${'c,d\n'.repeat(5_000_000)}`, 4, /more than the 2 rows/],
  ])('is refused at its row for %s, without reading on', async (_what, text, row, reason) => {
    let read = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const part of inParts(text, 64 * 1024)) {
        read += part.length;
        yield part;
      }
    };
    const reading = async (): Promise<void> => {
      for await (const part of readCsv(counted(), 2)) expect(part).not.toEqual([]);
    };
    await expect(reading()).rejects.toMatchObject({ row, message: expect.stringMatching(reason) });
    expect(read).toBeLessThanOrEqual(2 * MOST_OF_A_ROW);
  });
});
