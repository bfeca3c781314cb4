import type { Grouping } from './grouping.ts';
import { TOUCH, UNKNOWN, type Journeys } from './journeys.ts';

/** Those that are not among the most frequent. */
export const otherGroups = '(other)';

/**
 * The `most` groups that most touches came from, and one for all others. Sources are named by whoever sends a
 * link: what takes time or memory for each of them would else be in the hands of strangers. Groups of leads are
 * few and stay.
 */
export function fewGroups(journeys: Journeys, grouping: Grouping, most: number): Grouping {
  const { keys, groupOf, groupOfVisitor } = grouping;
  if (keys.length <= most) return grouping;
  const touches = touchesByGroup(journeys, grouping);
  const byTouches = [...touches.keys()].toSorted((a, b) => (touches[b] ?? 0) - (touches[a] ?? 0) || a - b);
  const other = keys.push(otherGroups) - 1;
  const shown = Int32Array.from(touches, (_touches, group) => group);
  for (const group of byTouches.slice(most)) shown[group] = other;
  return {
    keys,
    groupOf: (row, source) => shown[groupOf(row, source)] ?? other,
    groupOfVisitor: (site, source) => shown[groupOfVisitor(site, source)] ?? other,
  };
}

function touchesByGroup({ touches, size }: Journeys, { keys, groupOf }: Grouping): Float64Array {
  const counts = new Float64Array(keys.length);
  const { cells, start, count } = touches;
  for (let row = 0; row < size; row += 1) {
    const first = start[row] ?? 0;
    for (let touch = 0; touch < (count[row] ?? 0); touch += 1) {
      const group = groupOf(row, cells[first + touch * TOUCH + 1] ?? UNKNOWN);
      counts[group] = (counts[group] ?? 0) + 1;
    }
  }
  return counts;
}
