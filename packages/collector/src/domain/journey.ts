import type { Source } from '@headwater/contract';

const DAY_MS = 86_400_000;
/** Clocks differ by some seconds everywhere; less than this is neither corrected nor held against a touch. */
const JITTER_MS = 60_000;

/** When something happened by the visitor's clock, when it was sent by that clock, and when it came by ours. */
export type Dated = { visitor: string | null; at: number; sentAt: number | null; receivedAt: number };

export type JourneyTouch = Dated & { id: string; kind: string; resolved: Source };

/** The source of a lead of which no touch is known. */
export const unknownSource: Source = {
  source: null,
  medium: null,
  campaign: null,
  content: null,
  channel: 'Unassigned',
  family: null,
};

/**
 * The rows with `at` moved to our time where the visitor's clock is a minute off or more. The offset is the
 * smallest difference between arrival and sending over all of a visitor's rows, since delays only add to it;
 * so neither the order nor the repetition of rows matters. Takes rows as stored: corrected ones would move twice.
 */
export function correctClocks<Row extends Dated>(rows: readonly Row[]): Row[] {
  const offsets = new Map<string, number>();
  for (const { visitor, sentAt, receivedAt } of rows) {
    if (visitor === null || sentAt === null) continue;
    offsets.set(visitor, Math.min(receivedAt - sentAt, offsets.get(visitor) ?? Infinity));
  }
  return rows.map((row) => {
    if (row.visitor === null || datedByUs(row)) return row;
    const offset = offsets.get(row.visitor) ?? 0;
    const at = possible(Math.abs(offset) < JITTER_MS ? row.at : row.at + offset, row.receivedAt);
    return at === row.at ? row : { ...row, at };
  });
}

/** Whatever a visitor's clock says: nothing happened before 1970, and nothing after we heard of it. */
function possible(at: number, receivedAt: number): number {
  if (at < 0) return 0;
  return at > receivedAt + JITTER_MS ? receivedAt : at;
}

function datedByUs({ at, sentAt, receivedAt }: Dated): boolean {
  return sentAt === null && at === receivedAt;
}

/** The rows in the order they happened; those of the same moment as they were received, then by id. */
export function sortJourney<Row extends { at: number; id: string; receivedAt?: number }>(
  rows: readonly Row[],
): Row[] {
  return rows.toSorted(
    (a, b) =>
      a.at - b.at || (a.receivedAt ?? 0) - (b.receivedAt ?? 0) || (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
}

/**
 * The sources of the first and of the last touch that is not Direct, Direct only where nothing else is known.
 * The original looks at what came before the lead within the lookback, or at everything when that is nothing;
 * the latest at the whole journey. Give touches whose clocks are corrected.
 */
export function originalAndLatest(
  touches: readonly Pick<JourneyTouch, 'id' | 'at' | 'resolved'>[],
  leadCreatedAt: number,
  lookbackDays = 365,
): { original: Source; latest: Source } {
  const journey = sortJourney(touches);
  const before = journey.filter(
    ({ at }) => at <= leadCreatedAt + JITTER_MS && leadCreatedAt - at <= lookbackDays * DAY_MS,
  );
  const eligible = before.length > 0 ? before : journey;
  return {
    original: (eligible.find(notDirect) ?? eligible[0])?.resolved ?? unknownSource,
    latest: (journey.findLast(notDirect) ?? journey.at(-1))?.resolved ?? unknownSource,
  };
}

function notDirect({ resolved }: { resolved: Source }): boolean {
  return resolved.channel !== 'Direct';
}
