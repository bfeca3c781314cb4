/** A name that a spelling may mean; `weight` decides between names that are equally near. */
export type Candidate = { key: string; name: string; weight: number };
export type Nearest = { name: string; distance: number };

type Prepared = Candidate & { letters: number; digits: string };

/**
 * Finds what a spelling probably means: the nearest candidate at edit distance 1 or 2 (1 where the shorter has
 * fewer than six letters, none below four). Names that differ in their digits are different names.
 */
export function createSpeller(candidates: readonly Candidate[]): (key: string) => Nearest | null {
  const byLength = Map.groupBy(candidates.map(prepared), ({ key }) => key.length);
  return (key) => {
    const spelling = prepared({ key, name: key, weight: 0 });
    let best: (Nearest & { weight: number }) | null = null;
    for (let length = key.length - 2; length <= key.length + 2; length += 1) {
      for (const candidate of byLength.get(length) ?? []) {
        const distance = distanceWithin(spelling, candidate, best?.distance ?? 2);
        if (distance === null) continue;
        if (
          best &&
          (distance > best.distance || candidate.weight <= best.weight) &&
          distance >= best.distance
        )
          continue;
        best = { name: candidate.name, distance, weight: candidate.weight };
      }
    }
    return best && { name: best.name, distance: best.distance };
  };
}

/**
 * The number of letters added, left out, exchanged or swapped with their neighbour (optimal string alignment,
 * https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance).
 */
export function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const cost = one[row - 1] === other[column - 1] ? 0 : 1;
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      now[column] = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + cost,
        isSwapped ? (before[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    before = last;
    last = now;
  }
  return last[other.length] ?? 0;
}

function distanceWithin(one: Prepared, other: Prepared, most: number): number | null {
  const shorter = Math.min(one.key.length, other.key.length);
  const allowed = Math.min(most, shorter < 4 ? 0 : shorter < 6 ? 1 : 2);
  if (allowed === 0 || one.digits !== other.digits) return null;
  // each edit changes two of these at most
  if (countBits(one.letters ^ other.letters) > 2 * allowed) return null;
  const distance = editDistance(one.key, other.key);
  return distance > 0 && distance <= allowed ? distance : null;
}

function prepared(candidate: Candidate): Prepared {
  let letters = 0;
  for (const letter of candidate.key) letters |= 1 << ((letter.codePointAt(0) ?? 0) % 32);
  return { ...candidate, letters, digits: candidate.key.replaceAll(/\D/g, '') };
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
