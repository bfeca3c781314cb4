import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addKey } from '../src/actions/keys.ts';
import { startCollector, type TestCollector } from './setup.ts';

let collector: TestCollector;
let headers: Record<string, string>;
beforeAll(async () => {
  collector = await startCollector();
  const key = await addKey(collector.deps, 'marketing', 'Maria');
  headers = { 'Content-Type': 'text/csv', Authorization: `Bearer ${key}` };
});
afterAll(() => collector.stop());

const send = (file: string, options = '') =>
  collector.ask('POST', `/v1/import/leads${options}`, file, headers);
const countLeads = async (): Promise<number> => {
  const query = collector.db.selectFrom('leads').select((count) => count.fn.countAll<number>().as('leads'));
  return (await query.executeTakeFirstOrThrow()).leads;
};

const header = 'email,source';
const good = 'good@company.de,podcast';
const bytes = 20 * 1024 * 1024 - 100;

describe('a file that is none, up to 20 MB of it', () => {
  it.each([
    ['one line', `${header}\n${good}\n${'x'.repeat(bytes)}`, 3, /262,144 characters/],
    ['separators', ','.repeat(bytes), 1, /1,000 columns/],
    ['a row of separators', `${header}\n${good}\n${','.repeat(bytes)}`, 3, /1,000 columns/],
    ['a mark that is not closed', `${header}\n${good}\n"${'x,\n'.repeat(bytes / 3)}`, 3, /not closed/],
    ['millions of rows', `${header}\n${'a,b\n'.repeat(bytes / 4)}`, 200_002, /200,000 rows/],
    ['millions of empty rows', `${header}\n${',\n'.repeat(bytes / 2)}`, 200_002, /200,000 rows/],
    ['a mark that is not closed at the end', `${`${header}\n`.repeat(150_000)}"x`, 150_001, /not closed/],
  ])('is refused with its row and the limit: %s', async (_what, file, row, reason) => {
    const before = await countLeads();
    for (const options of ['', '?skipBad=true', '?dryRun=true']) {
      const { status, body } = await send(file, options);
      expect([status, body.errors]).toEqual([
        422,
        [{ path: `rows[${row}]`, message: expect.stringMatching(reason) }],
      ]);
      expect(body.report).toMatchObject({ rows: 0, imported: 0, bad: 1 });
    }
    expect(await countLeads()).toBe(before);
  });

  it('is refused at its first thousand mistakes, and read to its end where good rows are imported', async () => {
    const before = await countLeads();
    const file = [header, good, ...Array.from({ length: 4_000 }, () => 'nobody,podcast')].join('\n');
    const refused = await send(file);
    expect([refused.status, refused.body.errors.length, refused.body.report.rows]).toEqual([
      422, 1_000, 1_500,
    ]);
    expect(await countLeads()).toBe(before);
    const { status, body } = await send(file, '?skipBad=true');
    expect([status, body.imported, body.bad, body.errors.length]).toEqual([200, 1, 4_000, 1_000]);
  });

  it('names the cell that is longer than one of a spreadsheet can be', async () => {
    const notes = (length: number) => `${header},name\n${good},${'n'.repeat(length)}`;
    const { status, body } = await send(notes(32_768));
    expect([status, body.errors]).toEqual([
      422,
      [{ path: 'rows[2].name', message: 'has 32768 characters, and a cell may have 32767' }],
    ]);
    const ignored = await send(`${header},notes\n${good},${'n'.repeat(100_000)}`);
    expect([ignored.status, ignored.body.ignoredColumns]).toEqual([200, ['notes']]);
  });
});
