import { readFile } from 'node:fs/promises';
import type { MarkovOrder, PathTransform } from '@headwater/contract';
import { creditPaths, pathModels, timedModels, type PathCredit } from '../domain/attribution/creditPaths.ts';
import { transformPath } from '../domain/attribution/index.ts';
import { parsePaths } from './pathsFile.ts';
import { UsageError } from './usage.ts';

const orders: readonly MarkovOrder[] = [1, 2, 3];
const transforms: readonly PathTransform[] = ['none', 'exposure', 'unique', 'first'];

type Options = {
  model?: string | undefined;
  order?: string | undefined;
  transform?: string | undefined;
  json?: boolean | undefined;
};

/** `attribute FILE.csv --model MODEL`: the credits of the channels in a file of paths, as a table or as JSON. */
export async function attributeCommand([file, ...more]: string[], options: Options): Promise<void> {
  if (file === undefined || more.length > 0) throw new UsageError('attribute FILE.csv --model MODEL');
  const model = modelOf(options.model);
  const order = oneOf('order', options.order ?? '1', orders);
  if (options.order !== undefined && model !== 'markov')
    throw new UsageError('--order is for --model markov');
  const transform = oneOf('transform', options.transform ?? 'none', transforms);
  const paths = parsePaths(await readText(file), file).map((path) => ({
    ...path,
    channels: transformPath(path.channels, transform),
  }));
  const rows = creditPaths(paths, model, order);
  const totals = totalsOf(rows);
  const shownOrder = model === 'markov' ? order : null;
  const report = { model, order: shownOrder, rows, totals };
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : table(rows, totals));
}

function modelOf(given: string | undefined) {
  if (given !== undefined && timedModels.includes(given)) {
    throw new UsageError(`--model ${given} needs the times of touches, which a file of paths does not have`);
  }
  return oneOf('model', given ?? '', pathModels);
}

function oneOf<Value extends string | number>(name: string, given: string, values: readonly Value[]): Value {
  const value = values.find((one) => String(one) === given);
  if (value === undefined) throw new UsageError(`--${name} is one of ${values.join(', ')}`);
  return value;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`;
    throw new UsageError(`${file} ${why}`, { cause: error });
  }
}

type Totals = { conversions: number; value: number };

const totalsOf = (rows: readonly PathCredit[]): Totals => ({
  conversions: rows.reduce((sum, { conversions }) => sum + conversions, 0),
  value: rows.reduce((sum, { value }) => sum + value, 0),
});

function table(rows: readonly PathCredit[], totals: Totals): string {
  const share = (conversions: number): string =>
    totals.conversions === 0 ? '' : `${((100 * conversions) / totals.conversions).toFixed(1)} %`;
  const lines = [...rows, { channel: 'total', ...totals }].map(({ channel, conversions, value }) => [
    printable(channel),
    conversions.toFixed(2),
    value.toFixed(2),
    share(conversions),
  ]);
  const all = [['channel', 'conversions', 'value', 'share'], ...lines];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const aligned = all.map((line) =>
    line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    ),
  );
  return aligned.map((line) => `${line.join('  ').trimEnd()}\n`).join('');
}

/** A name from a file may not steer the terminal. */
const printable = (channel: string): string => channel.replaceAll(/\p{C}/gu, ' ');
