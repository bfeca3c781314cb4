import type { MarkovOrder, MarkovPath } from './markov.ts';

const START = 'start';
const CONVERSION = 'conversion';
const NOTHING = 'nothing';

/**
 * The same effects in the plainest way there is, to compare with: a square matrix of the chances to go from each
 * state to each, and for each channel Gauss with pivoting. For small chains: it takes the third power of the states.
 */
export function denseEffects(
  paths: readonly MarkovPath[],
  order: MarkovOrder,
): Map<string, { conversions: number; value: number }> {
  const steps = new Map<string, Map<string, number>>();
  const values = new Map<string, number>();
  for (const path of paths) count(path, order, steps, values);
  const whole = reached(steps, values, null);
  const channels = new Set(paths.flatMap((path) => path.channels));
  return new Map(
    [...channels].map((channel) => {
      const left = reached(steps, values, channel);
      const lost = (part: number, of: number): number => (of === 0 ? 0 : 1 - part / of);
      const conversions = lost(left.conversions, whole.conversions);
      return [channel, { conversions, value: lost(left.value, whole.value) }];
    }),
  );
}

function count(
  { channels, conversions, nulls, value }: MarkovPath,
  order: MarkovOrder,
  steps: Map<string, Map<string, number>>,
  values: Map<string, number>,
): void {
  const windows = Array.from({ length: Math.max(1, channels.length - order + 1) }, (_, from) =>
    JSON.stringify(channels.slice(from, from + order)),
  ).filter((window, index, all) => window !== all[index - 1]);
  const go = (from: string, to: string, times: number): void => {
    const row = steps.get(from) ?? new Map<string, number>();
    steps.set(from, row.set(to, (row.get(to) ?? 0) + times));
  };
  for (const [index, window] of windows.entries())
    go(windows[index - 1] ?? START, window, conversions + nulls);
  const end = windows.at(-1) ?? START;
  go(end, CONVERSION, conversions);
  go(end, NOTHING, nulls);
  values.set(end, (values.get(end) ?? 0) + value);
}

/** The chance of a conversion, and the value to be expected, from the start, where the channel leads to nothing. */
function reached(
  steps: ReadonlyMap<string, ReadonlyMap<string, number>>,
  values: ReadonlyMap<string, number>,
  removed: string | null,
): { conversions: number; value: number } {
  const states = [...steps.keys()];
  const isRemoved = (state: string): boolean =>
    removed !== null && state !== START && (JSON.parse(state) as string[]).includes(removed);
  const matrix = states.map((from) => {
    const row = steps.get(from) ?? new Map<string, number>();
    const whole = [...row.values()].reduce((sum, times) => sum + times, 0);
    const chance = (to: string): number => (isRemoved(from) ? 0 : (row.get(to) ?? 0) / whole);
    const value = isRemoved(from) ? 0 : (values.get(from) ?? 0) / whole;
    return [...states.map((to) => Number(to === from) - chance(to)), chance(CONVERSION), value];
  });
  const [conversions = 0, value = 0] = solveDense(matrix)[states.indexOf(START)] ?? [];
  return { conversions, value };
}

/** Gauss-Jordan on rows of a square matrix with right sides behind it; the solutions of each row. */
function solveDense(rows: number[][]): number[][] {
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    const candidates = rows.slice(column).map((row) => Math.abs(row[column] ?? 0));
    const best = column + candidates.indexOf(Math.max(...candidates));
    [rows[column], rows[best]] = [rows[best] ?? [], rows[column] ?? []];
    const pivot = rows[column] ?? [];
    for (const row of rows) {
      if (row === pivot || row[column] === 0) continue;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 0);
      for (let index = column; index < row.length; index += 1)
        row[index] = (row[index] ?? 0) - factor * (pivot[index] ?? 0);
    }
  }
  return rows.map((row, index) => row.slice(size).map((right) => right / (row[index] ?? 0)));
}
