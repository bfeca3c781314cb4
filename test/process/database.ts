import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inHaste, startPostgres } from '../postgres.ts';

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
  const { server, url, dir, stop } = await startPostgres(inHaste);

  const signalAll = async (signal: NodeJS.Signals): Promise<void> => {
    const main = Number((await readFile(join(dir, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);
    for (const pid of [main, ...childrenOf(main)]) process.kill(pid, signal);
  };
  return {
    url,
    start: () => server.start(),
    stop: () => server.stop(),
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    remove: stop,
  };
}

function childrenOf(parent: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return rows.flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : []));
}
