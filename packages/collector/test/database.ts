import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import '../../../test/postgres.ts';

export type TestDatabase = { url: string; remove: () => Promise<void> };

export const isPostgres = process.env['TEST_DATABASE'] === 'postgres';

/** An empty database of the kind that TEST_DATABASE names: a file, or a schema of the shared PostgreSQL. */
export async function createDatabase(): Promise<TestDatabase> {
  return isPostgres ? createSchema() : createFile();
}

function createFile(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-test-'));
  return {
    url: `file:${join(folder, 'test.db')}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function createSchema(): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await run(`create schema ${name}`);
  return {
    url: `${inject('postgresUrl')}?options=-c%20search_path%3D${name}`,
    remove: () => run(`drop schema ${name} cascade`),
  };
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
