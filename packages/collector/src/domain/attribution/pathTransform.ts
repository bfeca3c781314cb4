import type { PathTransform } from '@headwater/contract';

/**
 * A path before Markov looks at it: as it is; with repeats in a row as one (`exposure`); each channel once, where it
 * came last (`unique`) or where it came first (`first`).
 */
export function transformPath(channels: readonly string[], transform: PathTransform): string[] {
  switch (transform) {
    case 'none':
      return [...channels];
    case 'exposure':
      return channels.filter((channel, index) => channel !== channels[index - 1]);
    case 'unique':
      return [...new Set(channels.toReversed())].toReversed();
    case 'first':
      return [...new Set(channels)];
  }
}
