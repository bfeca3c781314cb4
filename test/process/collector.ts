import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../postgres.ts';
import { origin } from './reports.ts';

const cli = fileURLToPath(new URL('../../packages/collector/src/cli.ts', import.meta.url));
export const adminKey = 'hw_key_process_tests_0001';

export type Place = { databaseUrl: string; port: number; env: Record<string, string> };

/** What Node has compiled is kept between the many processes of a run: half of what each needs to start. */
export const compiled = fileURLToPath(
  new URL('../../node_modules/.cache/headwater-compiled', import.meta.url),
);

/** Where a collector runs: its database, a free port, and no limits that a load would meet. */
export async function newPlace(databaseUrl: string): Promise<Place> {
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_COMPILE_CACHE: compiled,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    ADMIN_KEY: adminKey,
    RATE_LIMIT_IP: '0',
    RATE_LIMIT_SITE: '0',
    LOG_LEVEL: 'fatal',
  };
  return { databaseUrl, port, env };
}

/** Runs `headwater …` to its end and returns what it printed. Rejects when it fails. */
export async function headwater(place: Place, ...words: string[]): Promise<string> {
  const options = { env: place.env, maxBuffer: 1 << 30 };
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...words], options);
  return stdout;
}

/** Sets up the database with one site and returns its key. */
export async function setUp(place: Place): Promise<string> {
  await headwater(place, 'init');
  const tag = await headwater(place, 'site', 'add', 'Example', origin);
  return /data-site="([^"]+)"/.exec(tag)?.[1] ?? '';
}

export type Serving = {
  url: string;
  pid: number;
  /** What it wrote to its log. */
  log: () => string;
  signal: (name: NodeJS.Signals) => void;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
};

/**
 * Starts `headwater serve` as a process of its own, by the real binary so that it can be sent signals.
 * `limits` are words of the shell that run before it, in the same process.
 */
export async function serve({ port, env }: Place, limits = ':'): Promise<Serving> {
  const script = `${limits}; exec "$0" "$@"`;
  // flags of the runtime as scripts/start has them
  const words = [process.execPath, '--max-semi-space-size=8', cli, 'serve'];
  const child = spawn('/bin/sh', ['-c', script, ...words], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = exitOf(child);
  const died = ended.then((code) => Promise.reject(new Error(`serve ended with ${code}: ${output}`)));
  await Promise.race([untilListening(child), died]);
  died.catch(() => {});
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid!,
    log: () => output,
    signal: (name) => void child.kill(name),
    ended,
  };
}

async function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return code ?? signal;
}

async function untilListening({ stdout }: ChildProcess): Promise<void> {
  let text = '';
  for (;;) {
    const [chunk] = (await once(stdout!, 'data')) as [Buffer];
    text += String(chunk);
    if (text.includes('listens on')) return;
  }
}

/** Ids of every event in the database, as `export events` prints them. */
export async function storedIds(place: Place): Promise<string[]> {
  const lines = await headwater(place, 'export', 'events', '--json');
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { id: string }).id);
}
