import type { MarkovPath } from '../packages/collector/src/domain/attribution/index.ts';

/** The same numbers from 0 to 1 for the same seed (mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Distinct paths over channels of which some are much more common; six touches on average, few of them converting. */
export function randomPaths({
  count,
  channels,
  seed,
}: {
  count: number;
  channels: number;
  seed: number;
}): MarkovPath[] {
  const random = seeded(seed);
  const commonness = Array.from({ length: channels }, (_, rank) => 1 / (rank + 1) ** 0.5);
  const whole = commonness.reduce((sum, each) => sum + each, 0);
  const channel = (): string => {
    let left = random() * whole;
    const rank = commonness.findIndex((each) => (left -= each) < 0);
    return `channel ${rank + 1}`;
  };
  const paths = new Map<string, MarkovPath>();
  while (paths.size < count) {
    const length = 1 + Math.floor(-5 * Math.log(1 - random()));
    const touches = Array.from({ length }, channel);
    const conversions = Math.floor(random() * 3);
    const value = conversions * Math.floor(random() * 10_000);
    const nulls = 1 + Math.floor(random() * 40);
    paths.set(touches.join('>'), { channels: touches, conversions, value, nulls });
  }
  return [...paths.values()];
}
