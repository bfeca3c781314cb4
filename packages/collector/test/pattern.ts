import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { databaseFolder } from '../../../test/folder.ts';
import setUpPostgres from '../../../test/postgres.ts';
import { migrate } from '../src/storage/migrate.ts';
import { newOnServer } from './server.ts';

/** Makes the patterns that {@link createDatabase} copies, once for all suites of a project. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(databaseFolder('headwater-pattern-'));
  const patternFile = join(folder, 'pattern.db');
  await migrate(`file:${patternFile}`);
  project.provide('patternFile', patternFile);
  const stop = project.name === 'postgres' ? await setUpOnServer(project) : async () => {};
  return async () => {
    rmSync(folder, { recursive: true, force: true });
    await stop();
  };
}

async function setUpOnServer(project: TestProject): Promise<() => Promise<void>> {
  const stop = await setUpPostgres(project);
  const { postgresUrl } = project.getProvidedContext();
  const pattern = await newOnServer(postgresUrl, 'template0');
  await migrate(pattern.url);
  project.provide('patternOnServer', pattern.name);
  return async () => {
    await pattern.remove();
    await stop();
  };
}
