import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { denseEffects } from '../../packages/collector/src/domain/attribution/markov.dense.ts';
import { randomPaths } from '../../bench/paths.ts';

const cli = fileURLToPath(new URL('../../packages/collector/src/cli.ts', import.meta.url));
const paths = randomPaths({ count: 10_000, channels: 12, seed: 7 });
const conversions = paths.reduce((sum, path) => sum + path.conversions, 0);

type Report = {
  model: string;
  order: number | null;
  rows: { channel: string; conversions: number; value: number; removalEffect?: number }[];
  totals: { conversions: number; value: number };
};

let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-attribute-'));
  file = join(folder, 'paths.csv');
  const rows = paths.map(
    ({ channels, conversions: won, value, nulls }) => `${channels.join(' > ')},${won},${value},${nulls}`,
  );
  const header = 'path,total_conversions,total_conversion_value,total_null';
  await writeFile(file, `${[header, ...rows].join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

/** Without an environment: it needs no database and no settings. */
async function attribute(...words: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [cli, 'attribute', ...words], { env: {} });
}

const reportOf = async (...words: string[]): Promise<Report> =>
  JSON.parse((await attribute(file, ...words, '--json')).stdout) as Report;

describe('headwater attribute', () => {
  it.each(['first', 'last', 'linear', 'last_non_direct', 'u_shaped'])(
    '%s sums to the conversions of the file',
    async (model) => {
      const { rows, totals, ...asked } = await reportOf('--model', model);
      expect(asked).toEqual({ model, order: null });
      expect(rows).toHaveLength(12);
      expect(rows.reduce((sum, row) => sum + row.conversions, 0)).toBeCloseTo(conversions, 6);
      expect(totals.conversions).toBeCloseTo(conversions, 6);
    },
  );

  it.each([1, 2] as const)('markov of order %i agrees with a dense matrix', async (order) => {
    const { rows } = await reportOf('--model', 'markov', '--order', String(order));
    const dense = denseEffects(paths, order);
    const whole = [...dense.values()].reduce((sum, effect) => sum + effect.conversions, 0);
    for (const { channel, conversions: credit } of rows) {
      expect(credit).toBeCloseTo(((dense.get(channel)?.conversions ?? 0) / whole) * conversions, 6);
    }
  });

  it('markov of order 3 sums to the conversions and to the value', async () => {
    const { rows, totals } = await reportOf('--model', 'markov', '--order', '3');
    expect(rows.reduce((sum, row) => sum + row.conversions, 0)).toBeCloseTo(conversions, 6);
    expect(totals.value).toBeCloseTo(
      paths.reduce((sum, path) => sum + path.value, 0),
      3,
    );
  });

  it('prints a table for people', async () => {
    const { stdout } = await attribute(file, '--model', 'last');
    expect(stdout).toMatch(/^channel +conversions +value +share\n/);
    expect(stdout).toMatch(/\ntotal +\d+\.00 +\d+\.\d\d +100\.0 %\n$/);
  });

  it.each([
    [['nowhere.csv', '--model', 'last'], 'nowhere.csv is not there'],
    [['nowhere.csv'], '--model is one of first, last'],
    [['nowhere.csv', '--model', 'w_shaped'], 'needs the times of touches'],
    [['nowhere.csv', '--model', 'markov', '--order', '4'], '--order is one of 1, 2, 3'],
    [['nowhere.csv', '--model', 'last', '--order', '2'], '--order is for --model markov'],
    [[], 'attribute FILE.csv --model MODEL'],
  ])('%j is refused in one line', async (words, message) => {
    const failed = await attribute(...words).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect((failed as { stderr: string }).stderr).toContain(message);
    expect((failed as { stderr: string }).stderr.trim().split('\n')).toHaveLength(1);
  });
});
