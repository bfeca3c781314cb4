import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countPaths } from './countedPaths.ts';
import { createPathPool } from './pathPool.ts';
import { transitionsOf } from './transitions.ts';

const keys = ['Event', 'Direct', 'Email'];
/** Few ways and many conversions, so that some went the same way and some transitions are as frequent as others. */
const someWays = fc.array(fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 8 }), {
  minLength: 10,
  maxLength: 60,
});

/** How often each text is there, the most frequent first; of equal ones that which came first. */
function counted(texts: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

it('counts the first six steps of each path, of equal ones first those of the most frequent path', () => {
  fc.assert(
    fc.property(someWays, (ways) => {
      const { numberOf, kept } = createPathPool();
      const walked = ways.map((steps) => numberOf(steps, steps.length));
      const names = ways.map((steps) => steps.map((step) => keys[step]).join('\n'));
      const steps = counted(names.toSorted()).flatMap(([name, conversions]) =>
        name
          .split('\n')
          .map((from, step, path) => `${step + 1} ${from} ${path[step + 1] ?? '(conversion)'}`)
          .slice(0, 6)
          .flatMap((transition) => Array<string>(conversions).fill(transition)),
      );
      const found = transitionsOf(countPaths(kept(), keys, walked));
      expect(found.map(({ step, from, to, conversions }) => [`${step} ${from} ${to}`, conversions])).toEqual(
        counted(steps),
      );
    }),
    { numRuns: 300 },
  );
});
