import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRagged, setList } from './ragged.ts';

describe('lists behind each other', () => {
  it('are what was put last, however often lists are replaced', () => {
    const put = fc.record({
      row: fc.nat(200),
      values: fc
        .array(fc.double({ noNaN: true }), { maxLength: 60 })
        .map((v) => v.slice(0, v.length - (v.length % 3))),
    });
    fc.assert(
      fc.property(fc.array(put, { maxLength: 400, size: 'max' }), (puts) => {
        const ragged = createRagged(3);
        const wanted = new Map<number, number[]>();
        for (const { row, values } of puts) {
          setList(ragged, row, values);
          wanted.set(row, values);
        }
        for (const [row, values] of wanted) {
          const start = ragged.start[row] ?? 0;
          expect([...ragged.cells.subarray(start, start + (ragged.count[row] ?? 0) * 3)]).toEqual(values);
        }
        expect(ragged.live).toBe([...wanted.values()].flat().length);
      }),
      { numRuns: 60 },
    );
  });

  it('win back the room of what was replaced', () => {
    const ragged = createRagged(1);
    for (let round = 0; round < 1000; round += 1)
      setList(
        ragged,
        round % 10,
        Array.from({ length: 100 }, () => round),
      );
    expect(ragged.cells.length).toBeLessThan(20_000);
  });
});
