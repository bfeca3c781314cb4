import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import '../../../test/postgres.ts';

export type TestDatabase = { url: string; remove: () => Promise<void> };

export const isPostgres = process.env['TEST_DATABASE'] === 'postgres';

export const isPostgresUrl = (url: string): boolean => url.startsWith('postgres');

/** An empty database of the kind that TEST_DATABASE names: a file, or one of the shared PostgreSQL. */
export async function createDatabase(): Promise<TestDatabase> {
  return isPostgres ? createOnServer() : createFile();
}

function createFile(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-test-'));
  return {
    url: `file:${join(folder, 'test.db')}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function createOnServer(): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await run(`create database ${name} template template0`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => run(`drop database ${name} with (force)`) };
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
