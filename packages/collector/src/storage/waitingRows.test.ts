import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWaitingRows, type WaitingRow, type WaitingRows } from './waitingRows.ts';

type Said = { text: string; at: number | null };
let waiting: WaitingRows<Said>;
beforeEach(() => {
  waiting = createWaitingRows();
});
afterEach(() => waiting.close());

const rowsOf = (places: readonly string[]): WaitingRow<Said>[] =>
  places.map((place, index) => ({ place, number: index + 2, row: { text: `${place} "ü😀"\n`, at: null } }));

it('gives rows back by their place, those of one place in the order of the file', () => {
  waiting.add(rowsOf(['b', 'a', 'b', '', 'a']));
  const numbers = [...waiting.inOrder(2)].map((rows) => rows.map(({ number }) => number));
  expect(numbers).toEqual([[5, 3], [6, 2], [4]]);
});

it('gives back exactly what was added, however it came', () => {
  const places = fc.array(fc.constantFrom('', 'a', 'b', 'c'));
  fc.assert(
    fc.property(places, fc.integer({ min: 1, max: 5 }), (given, most) => {
      const rows = rowsOf(given);
      const own = createWaitingRows<Said>();
      for (const row of rows) own.add([row]);
      const read = [...own.inOrder(most)];
      own.close();
      expect(read.flat().toSorted((a, b) => a.number - b.number)).toEqual(
        rows.map(({ number, row }) => ({ number, row })),
      );
      expect(read.slice(0, -1).every(({ length }) => length === most)).toBe(true);
    }),
  );
});

it('holds more than fits into its memory', () => {
  const text = 'x'.repeat(10_000);
  waiting.add(
    Array.from({ length: 2_000 }, (_, n) => ({ place: String(n % 7), number: n, row: { text, at: n } })),
  );
  const ats = [...waiting.inOrder(100)].flat().map(({ row }) => row.at);
  expect([ats.length, new Set(ats).size, ats[0], ats.at(-1)]).toEqual([2_000, 2_000, 0, 1_994]);
});
