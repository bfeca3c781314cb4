import fc from 'fast-check';
import { expect, it } from 'vitest';
import { transformPath } from '../attribution/index.ts';
import { shortening } from './shorten.ts';

const transforms = fc.constantFrom('none' as const, 'exposure' as const, 'unique' as const, 'first' as const);
const steps = fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 12 });

it('leaves the steps that the transform of a list leaves', () => {
  fc.assert(
    fc.property(transforms, steps, (transform, path) => {
      // what the path before it left behind is no part of it
      const left = Int32Array.from([...path, 3, 3]);
      const length = shortening(transform)(left, path.length);
      expect([...left.subarray(0, length)].map(String)).toEqual(transformPath(path.map(String), transform));
    }),
    { numRuns: 500 },
  );
});
