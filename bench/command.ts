import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { landingRequests } from './landings.ts';
import { quantile } from './numbers.ts';
import { peakMemoryMiB, processorMs, processorMsOfFamily, type Server } from './servers.ts';

const cli = fileURLToPath(new URL('../packages/collector/src/cli.ts', import.meta.url));
/** As the first line of cli.ts has them. */
const flags = ['--max-semi-space-size=8'];

/** The database that a command works on; `databasePid` is its server, null where it has none. */
export type Place = { name: string; url: string; databasePid: number | null };

/** What a command took: of its own process, and what its database used meanwhile. */
export type CommandRun = {
  seconds: number;
  processorMs: number;
  databaseMs: number | null;
  memoryMiB: number;
};

/** Runs `headwater` with these words to its end; `said` is its standard output. Throws where it fails. */
export async function runCommand(
  words: readonly string[],
  { url, databasePid }: Place,
): Promise<CommandRun & { said: string }> {
  const at = performance.now();
  const databaseAt = databasePid === null ? 0 : processorMsOfFamily(databasePid);
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: url };
  const child = spawn(process.execPath, [...flags, cli, ...words], { env });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)));
  child.stderr.resume();
  const last = { processorMs: 0, memoryMiB: 0 };
  child.once('spawn', () => void watch(child.pid ?? 0, last));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${said}`);
  const databaseMs = databasePid === null ? null : processorMsOfFamily(databasePid) - databaseAt;
  return { seconds: (performance.now() - at) / 1000, ...last, databaseMs, said };
}

/** What a process used so far, asked until it is gone: nobody can be asked afterwards. */
async function watch(pid: number, last: { processorMs: number; memoryMiB: number }): Promise<void> {
  try {
    for (;;) {
      const memoryMiB = peakMemoryMiB(pid);
      if (memoryMiB === 0) return;
      Object.assign(last, { memoryMiB, processorMs: processorMs(pid) });
      await pause(20);
    }
  } catch {
    // it has ended
  }
}

/** One landing after the other, fifty a second, while something else is done: how long the slowest hundredth waits. */
export async function besideLandings<Answer>(
  server: Server,
  work: () => Promise<Answer>,
): Promise<[Answer, number]> {
  const next = landingRequests(new URL(server.url).host, server.site);
  const took: number[] = [];
  const done = new AbortController();
  const landing = async (): Promise<void> => {
    while (!done.signal.aborted) {
      const [, body] = next().toString('latin1').split('\r\n\r\n');
      const headers = { 'Content-Type': 'text/plain;charset=UTF-8' };
      const at = performance.now();
      const answer = await fetch(`${server.url}/v1/collect`, { method: 'POST', headers, body: body ?? '' });
      await answer.text();
      took.push(answer.ok ? performance.now() - at : Number.POSITIVE_INFINITY);
      await pause(20);
    }
  };
  const landings = landing();
  const answer = await work().finally(() => done.abort());
  await landings;
  return [answer, quantile(took, 0.99)];
}

/** PostgreSQL writes it into the first line of this file of its folder. */
export const pidOfPostgres = (folder: string): number =>
  Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
