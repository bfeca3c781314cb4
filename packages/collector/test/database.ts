import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import '../../../test/postgres.ts';
import { databaseFolder } from '../../../test/folder.ts';
import { migrate } from '../src/storage/migrate.ts';

export type TestDatabase = { url: string; remove: () => Promise<void> };

export const isPostgres = process.env['TEST_DATABASE'] === 'postgres';

export const isPostgresUrl = (url: string): boolean => url.startsWith('postgres');

/** A database of the kind that TEST_DATABASE names, with no rows: a file, or one of the shared PostgreSQL. */
export async function createDatabase(): Promise<TestDatabase> {
  return isPostgres ? createOnServer() : createFile();
}

/** Migrated once for each file of tests, then copied, which takes a tenth of the time. */
let pattern: Promise<TestDatabase> | undefined;
afterAll(async () => (await pattern)?.remove());

async function createFile(): Promise<TestDatabase> {
  pattern ??= migrated(newFile());
  const [file, { url }] = [newFile(), await pattern];
  copyFileSync(pathOf(url), pathOf(file.url));
  return file;
}

function newFile(): TestDatabase {
  const folder = mkdtempSync(databaseFolder('headwater-test-'));
  return {
    url: `file:${join(folder, 'test.db')}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

const pathOf = (url: string): string => url.slice('file:'.length);

async function createOnServer(): Promise<TestDatabase> {
  pattern ??= newOnServer('template0').then(migrated);
  return newOnServer(new URL((await pattern).url).pathname.slice(1));
}

async function newOnServer(template: string): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await run(`create database ${name} template ${template}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => run(`drop database ${name} with (force)`) };
}

async function migrated(database: TestDatabase): Promise<TestDatabase> {
  await migrate(database.url);
  return database;
}

async function run(statement: string): Promise<void> {
  const client = new pg.Client(inject('postgresUrl'));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
