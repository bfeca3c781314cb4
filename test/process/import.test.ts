import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { headwater, newPlace, type Place } from './collector.ts';

const cli = fileURLToPath(new URL('../../packages/collector/src/cli.ts', import.meta.url));
const ROWS = 4_000;

let folder: string;
let place: Place;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-import-'));
  place = await newPlace(`file:${join(folder, 'file.db')}`);
  await headwater(place, 'migrate');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function leadFile(change: (line: string, index: number) => string = (line) => line): Promise<string> {
  const lines = Array.from({ length: ROWS }, (_, index) =>
    change(`one${index}@firm${index % 100}.de,podcast,2025-06-01`, index),
  );
  const path = join(folder, 'leads.csv');
  await writeFile(path, ['email,source,created_at', ...lines].join('\r\n'));
  return path;
}

const count = (table: string): number => {
  const db = new DatabaseSync(join(folder, 'file.db'), { readOnly: true });
  const [row] = db.prepare(`select count(*) as n from ${table}`).all();
  db.close();
  return Number(row!['n']);
};

/** What an import of a file says that is refused. */
async function importFails(file: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const importing = promisify(execFile)(process.execPath, [cli, 'import', 'leads', file], { env: place.env });
  const failed = await importing.catch((error: unknown) => error);
  return failed as { code: number; stdout: string; stderr: string };
}

it('goes on where it was when it is killed in the middle and started again', async () => {
  const file = await leadFile();
  const child = spawn(process.execPath, [cli, 'import', 'leads', file], { env: place.env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await vi.waitUntil(() => count('leads') > 0, { timeout: 60_000, interval: 5 });
  child.kill('SIGKILL');
  await ended;
  const before = count('leads');
  expect(before).toBeLessThan(ROWS);

  const report = JSON.parse(await headwater(place, 'import', 'leads', file, '--json'));
  expect(report).toMatchObject({ rows: ROWS, imported: ROWS - before, unchanged: before, bad: 0 });
  expect([count('leads'), count('events'), count('submissions'), count('deliveries')]).toEqual([
    ROWS,
    ROWS,
    ROWS,
    0,
  ]);
  const again = JSON.parse(await headwater(place, 'import', 'leads', file, '--json'));
  expect(again).toMatchObject({ imported: 0, unchanged: ROWS });
  const exported = (await headwater(place, 'export', 'leads', '--json')).trim().split('\n');
  expect(exported.map((line) => JSON.parse(line).originalSource.source)).toEqual(Array(ROWS).fill('podcast'));
});

it('imports nothing of a file with 50 bad rows and names each, unless they are to be skipped', async () => {
  const isBad = (index: number): boolean => index % 80 === 79;
  const file = await leadFile((line, index) => (isBad(index) ? line.replace('@', ' at ') : line));
  const { code, stdout, stderr } = await importFails(file);
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^4000 rows, 50 bad: nothing was imported/)]);
  const named = [...stderr.matchAll(/^row (\d+), email: an e-mail address$/gm)].map(([, row]) => Number(row));
  expect(named).toEqual(Array.from({ length: 50 }, (_, index) => 81 + 80 * index));
  expect(count('leads')).toBe(0);

  const skipped = await headwater(place, 'import', 'leads', file, '--skip-bad', '--json');
  expect(JSON.parse(skipped)).toMatchObject({ imported: ROWS - 50, bad: 50 });
  expect(count('leads')).toBe(ROWS - 50);
});

it('says in one line why a file is refused that is none', async () => {
  const file = await leadFile((line, index) => (index === 2_000 ? line + 'x'.repeat(300_000) : line));
  const { code, stdout, stderr } = await importFails(file);
  expect([code, stdout]).toEqual([1, '0 rows, 1 bad: nothing was imported\n']);
  expect(stderr).toBe('row 2002: has more than 262,144 characters, the most of a row\n');
  expect(count('leads')).toBe(0);
});
