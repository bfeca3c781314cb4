import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { databaseFolder } from '../../../test/folder.ts';
import '../../../test/provided.ts';
import { newOnServer } from './server.ts';

export type TestDatabase = { url: string; remove: () => Promise<void> };

export const isPostgres = process.env['TEST_DATABASE'] === 'postgres';

export const isPostgresUrl = (url: string): boolean => url.startsWith('postgres');

/** A database of the kind that TEST_DATABASE names, with no rows: a file, or one of the shared PostgreSQL. */
export async function createDatabase(): Promise<TestDatabase> {
  return isPostgres ? newOnServer(inject('postgresUrl'), inject('patternOnServer')) : createFile();
}

function createFile(): TestDatabase {
  const folder = mkdtempSync(databaseFolder('headwater-test-'));
  const file = join(folder, 'test.db');
  copyFileSync(inject('patternFile'), file);
  return { url: `file:${file}`, remove: async () => rmSync(folder, { recursive: true, force: true }) };
}
