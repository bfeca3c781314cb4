import { createPairs } from '../attribution/index.ts';
import { inOrderOf, namesOf, type CountedPaths } from './countedPaths.ts';
import { placesOfMost } from './selection.ts';

/** How many conversions went from one group to another; `step` is where on the path `from` stands, from 1 on. */
export type Transition = { step: number; from: string; to: string; conversions: number };

const MOST_STEPS = 6;
const MOST_TRANSITIONS = 200;
const CONVERSION = -1;

/** The transitions that most conversions made; of equal ones those that the first of the paths makes first. */
export function transitionsOf(paths: CountedPaths): Transition[] {
  const inOrder = inOrderOf(paths);
  const { counts, path, step } = countTransitions(paths, inOrder);
  const most = placesOfMost(
    Int32Array.from(counts),
    MOST_TRANSITIONS,
    (a, b) => inOrder(path[a] ?? 0, path[b] ?? 0) || (step[a] ?? 0) - (step[b] ?? 0),
  );
  return most.map((place) => {
    const at = step[place] ?? 0;
    const [from = '', to = '(conversion)'] = namesOf(paths, path[place] ?? 0).slice(at, at + 2);
    return { step: at + 1, from, to, conversions: counts[place] ?? 0 };
  });
}

/**
 * Every transition with the first of the paths that make it, and the step at which. Of the first steps alone: what
 * comes later is too thin to be drawn.
 */
function countTransitions(
  { keys, size, start, steps, conversions }: CountedPaths,
  inOrder: (a: number, b: number) => number,
) {
  const { numberOf } = createPairs();
  const found = { counts: [] as number[], path: [] as number[], step: [] as number[] };
  for (let path = 0; path < size; path += 1) {
    const first = start[path] ?? 0;
    const end = start[path + 1] ?? 0;
    for (let at = first; at < Math.min(end, first + MOST_STEPS); at += 1) {
      const from = (at - first) * keys.length + (steps[at] ?? 0);
      const place = numberOf(from, at + 1 < end ? (steps[at + 1] ?? 0) : CONVERSION);
      found.counts[place] = (found.counts[place] ?? 0) + (conversions[path] ?? 0);
      found.step[place] = at - first;
      const before = found.path[place];
      if (before === undefined || inOrder(path, before) < 0) found.path[place] = path;
    }
  }
  return found;
}
