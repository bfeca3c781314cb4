import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  markovCredits,
  type MarkovOrder,
  type MarkovPath,
} from '../packages/collector/src/domain/attribution/index.ts';
import { chainOf } from '../packages/collector/src/domain/attribution/markov-chain.ts';
import { median, round } from './numbers.ts';
import { randomPaths } from './paths.ts';
import { writeSection } from './readme.ts';

const ROUNDS = 5;
const PATHS = 10_000;
const orders: MarkovOrder[] = [1, 2, 3];
const cli = fileURLToPath(new URL('../packages/collector/src/cli.ts', import.meta.url));

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-bench-'));
  const lines: string[] = [];
  for (const channels of [12, 40]) {
    const paths = randomPaths({ count: PATHS, channels, seed: 7 });
    const file = join(folder, `${channels}.csv`);
    await writeFile(file, csvOf(paths));
    for (const order of orders) {
      const states = chainOf(paths, order).visits.length;
      const alone = measureAlone(paths, order);
      const whole = measureProcess(file, order);
      const cells = [channels, order, states, alone.cpuMs, alone.ms, whole.cpuMs, whole.ms].map(round);
      lines.push(`| ${cells.join(' | ')} |`);
    }
  }
  const text = `
| channels | order | states | processor ms | as measured | the whole command, processor ms | as measured |
|---:|---:|---:|---:|---:|---:|---:|
${lines.join('\n')}

${PATHS} distinct paths; median of ${ROUNDS} rounds, the first of them cold.`;
  process.stdout.write(`${text}\n`);
  await writeSection('attribution', text);
  await rm(folder, { recursive: true, force: true });
}

function csvOf(paths: readonly MarkovPath[]): string {
  const rows = paths.map(
    ({ channels, conversions, value, nulls }) => `${channels.join(' > ')},${conversions},${value},${nulls}\n`,
  );
  return `path,total_conversions,total_conversion_value,total_null\n${rows.join('')}`;
}

function measureAlone(paths: readonly MarkovPath[], order: MarkovOrder): { cpuMs: number; ms: number } {
  const runs = Array.from({ length: ROUNDS }, () => {
    const [startedAt, before] = [performance.now(), process.cpuUsage()];
    markovCredits(paths, order);
    const { user, system } = process.cpuUsage(before);
    return { cpuMs: (user + system) / 1000, ms: performance.now() - startedAt };
  });
  return { cpuMs: median(runs.map(({ cpuMs }) => cpuMs)), ms: median(runs.map(({ ms }) => ms)) };
}

/** Tells at its end what a process cost. */
const tellCost =
  'data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();process.stderr.write(String(user+system))})';

/** `headwater attribute` from its start to its end. */
function measureProcess(file: string, order: MarkovOrder): { cpuMs: number; ms: number } {
  const words = [
    '--import',
    tellCost,
    cli,
    'attribute',
    file,
    '--model',
    'markov',
    '--order',
    String(order),
    '--json',
  ];
  const runs = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    const { status, stderr } = spawnSync(process.execPath, words, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {},
    });
    if (status !== 0) throw new Error(`headwater attribute ended with ${status}`);
    return { cpuMs: Number(stderr.toString()) / 1000, ms: performance.now() - startedAt };
  });
  return { cpuMs: median(runs.map(({ cpuMs }) => cpuMs)), ms: median(runs.map(({ ms }) => ms)) };
}

await main();
