import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { Unavailable } from '../src/actions/unavailable.ts';
import { createReports } from '../src/reports/thread.ts';
import { migrate } from '../src/storage/migrate.ts';

it('tells who waits to come again when the thread of reports dies, and starts another for the next', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-test-'));
  const databaseUrl = `file:${join(folder, 'later.db')}`;
  const reports = createReports({ databaseUrl, log: pino({ level: 'silent' }) });
  const ask = () =>
    reports.ask('sources', 'person', {
      fromMs: -Infinity,
      toMs: Infinity,
      filter: {},
      groupBy: 'source',
    });
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
    rmSync(folder, { recursive: true, force: true });
  }
});
