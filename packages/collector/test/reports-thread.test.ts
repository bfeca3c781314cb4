import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Unavailable } from '../src/actions/unavailable.ts';
import { createReports } from '../src/reports/thread.ts';
import { migrate } from '../src/storage/migrate.ts';

let folder: string;
let databaseUrl: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headwater-test-'));
  databaseUrl = `file:${join(folder, 'later.db')}`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log = pino({ level: 'silent' });
const everything = { fromMs: -Infinity, toMs: Infinity, filter: {}, groupBy: 'source' as const };

it('tells who waits to come again when the thread of reports dies, and starts another for the next', async () => {
  const reports = createReports({ databaseUrl, log });
  const ask = () => reports.ask('sources', 'person', everything);
  try {
    // there is no file yet, and it does not make one: the thread cannot start
    const answers = await Promise.allSettled([ask(), ask()]);
    for (const answer of answers) {
      if (answer.status === 'fulfilled') throw new Error('answered without a database');
      expect(answer.reason).toBeInstanceOf(Unavailable);
    }
    await migrate(databaseUrl);
    expect((await ask()).totals.leads).toBe(0);
  } finally {
    await reports.stop();
  }
});

it('ends a report that takes too long, tells who waits behind it to come again, and answers the next', async () => {
  await migrate(databaseUrl);
  const reports = createReports({ databaseUrl, log, longestMs: 1 });
  const ask = (question = everything) => reports.ask('sources', 'person', question);
  try {
    expect((await ask()).totals.leads).toBe(0);
    // a question that takes long to read alone
    const long = {
      ...everything,
      filter: Object.fromEntries(Array.from({ length: 300_000 }, (_, n) => [`f${n}`, n])),
    };
    const [late, behind] = await Promise.allSettled([ask(long), ask()]);
    expect(late).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('too long') },
    });
    expect(behind).toMatchObject({ status: 'rejected', reason: { message: 'the reports start again' } });
    expect((await ask()).totals.leads).toBe(0);
  } finally {
    await reports.stop();
  }
});
