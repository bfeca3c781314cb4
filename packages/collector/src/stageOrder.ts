import { stages, type Stage } from '@headwater/contract';

/** Stage changes by time, those of the same moment in the order of the funnel, exits last; ids by code unit, as collations differ. */
export function inOrder<Change extends { id: string; stage: Stage; at: number }>(
  changes: readonly Change[],
): Change[] {
  const rank = ({ stage }: Change): number => stages.indexOf(stage);
  return changes.toSorted(
    (a, b) => a.at - b.at || rank(a) - rank(b) || (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
}
