import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { csvOf } from '../src/actions/csvOf.ts';
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

it('gives way to the other threads where the system lets single threads do so', async () => {
  await migrate(databaseUrl);
  const reports = createReports({ databaseUrl, log });
  try {
    await reports.ask('sources', 'person', everything);
    const nicer = niceness().filter((nice) => nice === ownNiceness() + 5);
    expect(nicer).toHaveLength(existsSync('/proc/thread-self') ? 1 : 0);
  } finally {
    await reports.stop();
  }
});

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, field 19, of each thread of this process. */
const niceness = (): number[] =>
  existsSync('/proc/self/task')
    ? readdirSync('/proc/self/task').map((thread) => niceIn(`/proc/self/task/${thread}/stat`))
    : [];
const ownNiceness = (): number => niceIn('/proc/thread-self/stat');
const niceIn = (file: string): number =>
  Number(readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ')[16]);

it('writes the answer that it would give', async () => {
  await migrate(databaseUrl);
  const reports = createReports({ databaseUrl, log });
  try {
    const answer = await reports.ask('sources', 'person', everything);
    // the second time it is the one that was kept
    for (let n = 0; n < 3; n += 1) {
      const json = await reports.write('sources', 'person', everything, 'json');
      expect(JSON.parse(Buffer.from(json).toString())).toEqual(answer);
      const csv = await reports.write('sources', 'person', everything, 'csv');
      expect(Buffer.from(csv).toString()).toBe(csvOf(answer.rows));
    }
  } finally {
    await reports.stop();
  }
});
