import { eachReached, type CreditQuestion } from './credits.ts';
import { TOUCH, UNKNOWN, type Journeys } from './journeys.ts';
import { DAY_MS } from './visitors.ts';

/** The touches that may have led to a conversion, as numbers. It is used again for the next: keep nothing of it, change what you like. */
export type Way = {
  /** The place in `sources` of each touch, `length` of them; without any the first is UNKNOWN. */
  sources: Int32Array;
  length: number;
  /** When the first of them was; NaN without touches. */
  firstAt: number;
};

const FIRST_TOUCHES = 256;

/** Every conversion that `eachConversion` visits, for those who ask only which way it came and how long that took. */
export function eachWay(
  journeys: Journeys,
  question: Omit<CreditQuestion, 'groupBy'>,
  visit: (row: number, way: Way, at: number) => void,
): void {
  const { cells, start, count } = journeys.touches;
  const lookbackMs = question.lookbackDays * DAY_MS;
  const way: Way = { sources: new Int32Array(FIRST_TOUCHES), length: 0, firstAt: Number.NaN };
  eachReached(journeys, question, (row, until) => {
    const touches = count[row] ?? 0;
    if (touches > way.sources.length) way.sources = new Int32Array(2 * touches);
    const { sources } = way;
    const since = until - lookbackMs;
    const first = start[row] ?? 0;
    let length = 0;
    way.firstAt = Number.NaN;
    sources[0] = UNKNOWN;
    for (let cell = first; cell < first + touches * TOUCH; cell += TOUCH) {
      const at = cells[cell] ?? 0;
      if (at < since || at > until) continue;
      if (length === 0) way.firstAt = at;
      sources[length] = cells[cell + 1] ?? UNKNOWN;
      length += 1;
    }
    way.length = length;
    visit(row, way, until);
  });
}
