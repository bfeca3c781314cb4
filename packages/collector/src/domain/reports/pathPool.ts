import { grown } from './ragged.ts';

/** Paths of numbers, each kept once, and numbered from 0 on as they come. */
export type PathPool = {
  /** The number of the path of these steps, as many as `length`. The same path has the same number. */
  numberOf: (steps: ArrayLike<number>, length: number) => number;
  /** Every path so far. */
  kept: () => KeptPaths;
};

/** The steps of path number p stand from `start[p]` up to `start[p + 1]`. */
export type KeptPaths = { size: number; start: Int32Array; steps: Int32Array };

const FIRST_PATHS = 1024;
/** So many slots a path that there is room for: most looks find at once what they look for, or that it is new. */
const SLOTS = 2;

/**
 * A hundred thousand paths of ten steps are found in some ten milliseconds, where texts made of them would take
 * half a second: a look into a table for each path, by the hash of all its steps, and one comparison.
 */
export function createPathPool(): PathPool {
  let size = 0;
  let start = new Int32Array(FIRST_PATHS + 1);
  let hashes = new Int32Array(FIRST_PATHS);
  let kept = new Int32Array(4 * FIRST_PATHS);
  /** The number of a path and one more; 0 where there is none. */
  let table = new Int32Array(SLOTS * FIRST_PATHS);

  const isAt = (path: number, steps: ArrayLike<number>, length: number): boolean => {
    const first = start[path] ?? 0;
    if ((start[path + 1] ?? 0) - first !== length) return false;
    for (let index = 0; index < length; index += 1) if (kept[first + index] !== steps[index]) return false;
    return true;
  };
  const append = (steps: ArrayLike<number>, length: number, hash: number): number => {
    const first = start[size] ?? 0;
    while (first + length > kept.length) kept = grown(kept);
    for (let index = 0; index < length; index += 1) kept[first + index] = steps[index] ?? 0;
    hashes[size] = hash;
    start[size + 1] = first + length;
    size += 1;
    if (size === hashes.length) {
      hashes = grown(hashes);
      const longer = new Int32Array(hashes.length + 1);
      longer.set(start);
      start = longer;
      table = spread(hashes, size);
    }
    return size - 1;
  };
  const numberOf = (steps: ArrayLike<number>, length: number): number => {
    const hash = hashOf(steps, length);
    const mask = table.length - 1;
    let slot = hash & mask;
    for (let found = table[slot] ?? 0; found !== 0; found = table[slot] ?? 0) {
      if (hashes[found - 1] === hash && isAt(found - 1, steps, length)) return found - 1;
      slot = (slot + 1) & mask;
    }
    table[slot] = size + 1;
    return append(steps, length, hash);
  };
  return { numberOf, kept: () => ({ size, start, steps: kept }) };
}

/** Two rounds of https://en.wikipedia.org/wiki/Hash_function#Fibonacci_hashing mix a step into those before it. */
function hashOf(steps: ArrayLike<number>, length: number): number {
  let hash = length;
  for (let index = 0; index < length; index += 1) {
    hash = Math.imul(hash ^ (steps[index] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** A table with slots for as many paths as there may be hashes, with those that are there. */
function spread(hashes: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const table = new Int32Array(SLOTS * hashes.length);
  const mask = table.length - 1;
  for (let path = 0; path < size; path += 1) {
    let slot = (hashes[path] ?? 0) & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = path + 1;
  }
  return table;
}
