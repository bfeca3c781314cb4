import type { KeptPaths } from './pathPool.ts';

/** Every way that conversions went, each once, and how many went it. Its steps are places in `keys`, which are sorted. */
export type CountedPaths = KeptPaths & { keys: string[]; conversions: Int32Array };

/** Counts paths whose steps are places in `keys`; `walked` is the number of each conversion's path. */
export function countPaths(
  { size, start, steps }: KeptPaths,
  keys: readonly string[],
  walked: readonly number[],
): CountedPaths {
  const groups = [...keys.keys()].toSorted((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1));
  const places = new Int32Array(keys.length);
  for (const [place, group] of groups.entries()) places[group] = place;
  const conversions = new Int32Array(size);
  for (const path of walked) conversions[path] = (conversions[path] ?? 0) + 1;
  return {
    size,
    start,
    steps: steps.subarray(0, start[size]).map((group) => places[group] ?? 0),
    keys: groups.map((group) => keys[group] ?? ''),
    conversions,
  };
}

/** The names of a path's steps. */
export const namesOf = ({ keys, start, steps }: CountedPaths, path: number): string[] =>
  Array.from(steps.subarray(start[path], start[path + 1]), (place) => keys[place] ?? '');

/** Compares two paths: which more conversions went comes first, then by their names, step by step. */
export function inOrderOf({ start, steps, conversions }: CountedPaths): (a: number, b: number) => number {
  return (a, b) => {
    const more = (conversions[b] ?? 0) - (conversions[a] ?? 0);
    if (more !== 0) return more;
    const [ofA, ofB] = [start[a] ?? 0, start[b] ?? 0];
    const [lengthOfA, lengthOfB] = [(start[a + 1] ?? 0) - ofA, (start[b + 1] ?? 0) - ofB];
    for (let step = 0; step < lengthOfA && step < lengthOfB; step += 1) {
      const behind = (steps[ofA + step] ?? 0) - (steps[ofB + step] ?? 0);
      if (behind !== 0) return behind;
    }
    return lengthOfA - lengthOfB;
  };
}
