import type { PathTransform } from '@headwater/contract';
import { grown } from './ragged.ts';

/** Paths of small numbers, each kept once: as the place where a walk along its steps ends. */
export type PathTrie = {
  /** Where the path of these steps ends, as many as `length`, transformed; 0 for none. The same path ends at the same place. */
  endOf: (steps: ArrayLike<number>, length: number) => number;
  /** The steps of the path that ends there. */
  stepsOf: (end: number) => number[];
};

const FIRST_PLACES = 1024;

/**
 * Steps are numbers from -1 on. A million of them are walked in tens of milliseconds, where texts made of them
 * would take half a second: a step is one look into a table by where the walk is and which step comes next.
 */
export function createPathTrie(transform: PathTransform): PathTrie {
  let [before, stepAt] = [new Int32Array(FIRST_PLACES), new Int32Array(FIRST_PLACES)];
  let table = new Int32Array(4 * FIRST_PLACES);
  let size = 1;

  const next = (place: number, step: number): number => {
    const mask = table.length - 1;
    let slot = hashOf(place, step) & mask;
    for (let found = table[slot] ?? 0; found !== 0; found = table[slot] ?? 0) {
      if (before[found] === place && stepAt[found] === step) return found;
      slot = (slot + 1) & mask;
    }
    if (size === before.length) {
      [before, stepAt] = [grown(before), grown(stepAt)];
      table = spread(before, stepAt, size);
      return next(place, step);
    }
    before[size] = place;
    stepAt[size] = step;
    table[slot] = size;
    size += 1;
    return size - 1;
  };

  const isKept = keeping(transform);
  const endOf = (steps: ArrayLike<number>, length: number): number => {
    const keeps = isKept(steps, length);
    let place = 0;
    for (let index = 0; index < length; index += 1) if (keeps(index)) place = next(place, steps[index] ?? 0);
    return place;
  };
  const stepsOf = (end: number): number[] => {
    const steps: number[] = [];
    for (let place = end; place !== 0; place = before[place] ?? 0) steps.push(stepAt[place] ?? 0);
    return steps.toReversed();
  };
  return { endOf, stepsOf };
}

/** https://en.wikipedia.org/wiki/Hash_function#Fibonacci_hashing */
function hashOf(place: number, step: number): number {
  const mixed = Math.imul(place, 0x9e3779b1) ^ Math.imul(step + 2, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

/** A table four times as long as there may be places, with those that are there. */
function spread(before: Int32Array, stepAt: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const table = new Int32Array(4 * before.length);
  const mask = table.length - 1;
  for (let place = 1; place < size; place += 1) {
    let slot = hashOf(before[place] ?? 0, stepAt[place] ?? 0) & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = place;
  }
  return table;
}

type Keeping = (steps: ArrayLike<number>, length: number) => (index: number) => boolean;

/** Which steps of a path are left by a transform: as transformPath says, without making lists. */
export function keeping(transform: PathTransform): Keeping {
  switch (transform) {
    case 'none':
      return () => () => true;
    case 'exposure':
      return (steps) => (index) => index === 0 || steps[index] !== steps[index - 1];
    case 'first':
      return (steps) => (index) => {
        for (let other = 0; other < index; other += 1) if (steps[other] === steps[index]) return false;
        return true;
      };
    case 'unique':
      return (steps, length) => (index) => {
        for (let other = index + 1; other < length; other += 1)
          if (steps[other] === steps[index]) return false;
        return true;
      };
  }
}
