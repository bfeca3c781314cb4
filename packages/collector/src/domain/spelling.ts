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
 * https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance); null where it is more than `most`. Passes over what
 * is equal and tries each edit where it is not, so that one or two edits take no table of all letters.
 */
export function editDistance(one: string, other: string, most: number): number | null {
  return editsFrom({ one, other }, 0, 0, most);
}

type Pair = { one: string; other: string };

function editsFrom(pair: Pair, from: number, otherFrom: number, most: number): number | null {
  const { one, other } = pair;
  let [at, otherAt] = [from, otherFrom];
  while (at < one.length && one[at] === other[otherAt]) {
    at += 1;
    otherAt += 1;
  }
  const [left, otherLeft] = [one.length - at, other.length - otherAt];
  if (left === 0 || otherLeft === 0) return within(left + otherLeft, most);
  if (Math.abs(left - otherLeft) > most || most === 0) return null;
  const isSwapped = one[at] === other[otherAt + 1] && one[at + 1] === other[otherAt];
  let fewest = most + 1;
  for (const [step, otherStep] of isSwapped ? [...edits, swap] : edits) {
    const rest = editsFrom(pair, at + step, otherAt + otherStep, fewest - 2);
    if (rest !== null) fewest = rest + 1;
    if (fewest === 1) break;
  }
  return within(fewest, most);
}

/** How many letters of each an edit passes: exchanged, left out, added; two that changed places. */
const edits = [
  [1, 1],
  [1, 0],
  [0, 1],
] as const;
const swap = [2, 2] as const;

const within = (distance: number, most: number): number | null => (distance <= most ? distance : null);

function distanceWithin(one: Prepared, other: Prepared, most: number): number | null {
  const shorter = Math.min(one.key.length, other.key.length);
  const allowed = Math.min(most, shorter < 4 ? 0 : shorter < 6 ? 1 : 2);
  if (allowed === 0 || one.digits !== other.digits) return null;
  // each edit changes two of these at most
  if (countBits(one.letters ^ other.letters) > 2 * allowed) return null;
  return editDistance(one.key, other.key, allowed) || null;
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
