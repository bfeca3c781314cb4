import type { PathTransform } from '@headwater/contract';

/** Leaves of so many steps, in the same array, those that a transform keeps, and answers how many they are. */
export type Shorten = (steps: Int32Array, length: number) => number;

/** As transformPath says, without making lists. */
export function shortening(transform: PathTransform): Shorten {
  switch (transform) {
    case 'none':
      return (_steps, length) => length;
    case 'exposure':
      return (steps, length) =>
        leave(steps, length, (kept, index) => kept === 0 || steps[kept - 1] !== steps[index]);
    case 'first':
      return (steps, length) => leave(steps, length, (kept, index) => !isAmong(steps, 0, kept, steps[index]));
    case 'unique':
      return (steps, length) =>
        leave(steps, length, (_kept, index) => !isAmong(steps, index + 1, length, steps[index]));
  }
}

/** `keeps` is asked about each step in turn, and told how many were kept before it. */
function leave(steps: Int32Array, length: number, keeps: (kept: number, index: number) => boolean): number {
  let kept = 0;
  for (let index = 0; index < length; index += 1) {
    if (!keeps(kept, index)) continue;
    steps[kept] = steps[index] ?? 0;
    kept += 1;
  }
  return kept;
}

function isAmong(steps: Int32Array, from: number, to: number, step: number | undefined): boolean {
  for (let index = from; index < to; index += 1) if (steps[index] === step) return true;
  return false;
}
