/**
 * Lists of different lengths, of numbers, behind each other in one array: list `row` has `count[row]` entries of
 * `stride` numbers each, from `cells[start[row]]` on. A million touches are a dozen arrays instead of a million objects.
 */
export type Ragged = {
  readonly stride: number;
  cells: Float64Array;
  start: Int32Array;
  count: Int32Array;
  /** Cells in use, those of lists that were replaced included. */
  used: number;
  /** Cells of lists that are still there. */
  live: number;
};

export const createRagged = (stride: number): Ragged => ({
  stride,
  cells: new Float64Array(1024),
  start: new Int32Array(64),
  count: new Int32Array(64),
  used: 0,
  live: 0,
});

/** Replaces the list of a row. Room that replaced lists took is won back when it is more than that of the others. */
export function setList(ragged: Ragged, row: number, values: ArrayLike<number>): void {
  while (row >= ragged.start.length) {
    ragged.start = grown(ragged.start);
    ragged.count = grown(ragged.count);
  }
  const before = (ragged.count[row] ?? 0) * ragged.stride;
  ragged.live += values.length - before;
  ragged.count[row] = 0;
  if (ragged.used > 4096 && ragged.used > 2 * ragged.live) closeGaps(ragged);
  while (ragged.used + values.length > ragged.cells.length) ragged.cells = grown(ragged.cells);
  ragged.cells.set(values, ragged.used);
  ragged.start[row] = ragged.used;
  ragged.count[row] = values.length / ragged.stride;
  ragged.used += values.length;
}

/** Twice as long, with what was there. */
export function grown<Numbers extends Float64Array | Int32Array | Uint8Array>(numbers: Numbers): Numbers {
  const longer = new (numbers.constructor as new (length: number) => Numbers)(numbers.length * 2);
  longer.set(numbers);
  return longer;
}

function closeGaps(ragged: Ragged): void {
  const { stride, cells, start, count } = ragged;
  const packed = new Float64Array(Math.max(1024, Math.ceil(ragged.live * 1.25)));
  let used = 0;
  for (let row = 0; row < start.length; row += 1) {
    const length = (count[row] ?? 0) * stride;
    const from = start[row] ?? 0;
    packed.set(cells.subarray(from, from + length), used);
    start[row] = used;
    used += length;
  }
  ragged.cells = packed;
  ragged.used = used;
}
