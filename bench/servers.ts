import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../packages/collector/src/storage/open.ts';
import { freePort } from '../test/postgres.ts';
import { newPlace, serve, setUp } from '../test/process/collector.ts';

/** A server in a process of its own. */
export type Server = {
  name: string;
  url: string;
  /** The site that requests name. */
  site: string;
  pid: number;
  /** Events in its database; null where there is none. */
  countRows: () => Promise<number | null>;
  stop: () => Promise<void>;
};

/** (a): parses the body and answers. */
export async function startBare(): Promise<Server> {
  const port = await freePort();
  const file = fileURLToPath(new URL('bare.ts', import.meta.url));
  const child = spawn(process.execPath, [file], { env: { ...process.env, PORT: String(port) } });
  child.stderr.pipe(process.stderr);
  await once(child.stdout, 'data');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  const url = `http://127.0.0.1:${port}`;
  return { name: 'bare Hono', url, site: 'none', pid: child.pid!, countRows: async () => null, stop };
}

/** (b) and (c): the collector as it is deployed, with a new database. */
export async function startCollector(
  name: string,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<Server> {
  const place = await newPlace(databaseUrl);
  const site = await setUp(place);
  const serving = await serve({ ...place, env: { ...place.env, ...env } });
  const db = openDatabase(databaseUrl, { patient: true });
  const countRows = async (): Promise<number> => {
    const query = db.selectFrom('events').select((count) => count.fn.countAll<number>().as('rows'));
    return (await query.executeTakeFirstOrThrow()).rows;
  };
  const stop = async (): Promise<void> => {
    await db.destroy();
    serving.signal('SIGTERM');
    await serving.ended;
  };
  return { name, url: serving.url, site, pid: serving.pid, countRows, stop };
}

/** The most memory a process ever had, in MiB. */
export const peakMemoryMiB = (pid: number): number => statusOf(pid, 'VmHWM') / 1024;

function statusOf(pid: number, field: string): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

/** Milliseconds of processor time that a process has used. */
export function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  // user and system time in hundredths of a second: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Like {@link processorMs}, with its children, those that have ended included. */
export function processorMsOfFamily(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const ended = (Number(fields[13]) + Number(fields[14])) * 10;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return processorMs(pid) + ended + children.reduce((sum, child) => sum + processorMs(Number(child)), 0);
}
