import type { JourneyStore } from '../domain/reports/journeyStore.ts';
import type { Db } from '../storage/dialect.ts';
import { readVisitors, visitorsVersion } from '../storage/visitors.ts';

/** Counting up all visitors may take a twentieth of the time, and this long at any time. */
const SHARE = 20;
const SHORT_MS = 50;

/**
 * Reads visitors anew when they may be others than before: more were counted, or some became leads. Where that
 * takes long it is not done for each question, so that some minutes may pass before a visitor who became a lead
 * is counted as that alone. Answers whether it did.
 */
export function createVisitorReader(
  db: Db,
): (store: JourneyStore, haveLeadsChanged: boolean) => Promise<boolean> {
  let known: string | null = null;
  let isStale = true;
  let tookMs = 0;
  let readAt = 0;
  return async (store, haveLeadsChanged) => {
    const version = await visitorsVersion(db);
    isStale ||= haveLeadsChanged || version !== known;
    if (!isStale || (tookMs > SHORT_MS && performance.now() - readAt < SHARE * tookMs)) return false;
    const startedAt = performance.now();
    store.putVisitors(await readVisitors(db));
    readAt = performance.now();
    tookMs = readAt - startedAt;
    known = version;
    isStale = false;
    return true;
  };
}
