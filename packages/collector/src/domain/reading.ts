import type { StoredEvent } from './event.ts';
import { pathOf, readingAct, type Act } from './scoring-act.ts';

/** Visible time is what the browser says: more than this in one event is a page that was left open. */
const MOST_VISIBLE_MS = 30 * 60_000;
/** Less is no reading. */
const LEAST_VISIBLE_MS = 10_000;
/** Who comes back to a page within this time goes on reading. */
const PAUSE_MS = 24 * 60 * 60_000;

type Reading = { path: string; at: number; visibleMs: number; depth: number };

/**
 * What was read, and for how long in all: what browsers measured of one page adds up until a day passes
 * between two measurements. Of a page that nobody was seen on, nothing is believed. Takes the events of a
 * lead in their order, clocks corrected.
 */
export function readingActs(events: readonly StoredEvent[]): Act[] {
  const seen = new Set(events.filter(({ kind }) => kind === 'page').map(whoAndWhere));
  const measured = events.filter((event) => event.kind === 'engagement' && seen.has(whoAndWhere(event)));
  const byPath = Map.groupBy(measured.map(readingOf), ({ path }) => path);
  return [...byPath.values()]
    .flatMap(addUp)
    .filter(({ visibleMs }) => visibleMs >= LEAST_VISIBLE_MS)
    .map(readingAct);
}

const whoAndWhere = ({ visitor, body }: StoredEvent): string => `${visitor} ${pathOf(body.url ?? '')}`;

function readingOf({ at, body: { url = '', visibleMs = 0, depth = 0 } }: StoredEvent): Reading {
  return { path: pathOf(url), at, visibleMs: Math.min(visibleMs, MOST_VISIBLE_MS), depth };
}

function addUp(readings: readonly Reading[]): Reading[] {
  const sums: Reading[] = [];
  for (const reading of readings) {
    const before = sums.at(-1);
    if (!before || reading.at - before.at > PAUSE_MS) {
      sums.push(reading);
      continue;
    }
    const visibleMs = before.visibleMs + reading.visibleMs;
    sums[sums.length - 1] = { ...reading, visibleMs, depth: Math.max(before.depth, reading.depth) };
  }
  return sums;
}
