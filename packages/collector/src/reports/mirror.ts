import { createAccountStore, type AccountStore } from '../domain/reports/byAccount.ts';
import { createJourneyStore, type JourneyStore } from '../domain/reports/journeyStore.ts';
import type { Journeys } from '../domain/reports/journeys.ts';
import type { Db } from '../storage/dialect.ts';
import { createVisitorReader } from './visitorReader.ts';
import {
  journeyHorizon,
  journeysAfter,
  journeysChangedSince,
  journeysOf,
  type JourneyRow,
} from '../storage/journeys.ts';

/** Rows read at a time: small enough that no statement is long, and that what is parsed is soon forgotten. */
const PAGE = 1_000;

export type JourneysKind = 'person' | 'account';

export type Mirror = {
  /**
   * The journeys with everything that was committed before this was called. While `version` stays the same,
   * they say the same.
   */
  fresh: (kind: JourneysKind) => Promise<{ journeys: Journeys; version: number }>;
};

/**
 * Keeps every journey in memory: reads all of them once, and from then on what changed. When reading fails on
 * the way, what was read is true as far as it goes, and the next call reads from the same place again.
 */
export function createMirror(db: Db): Mirror {
  let loaded: { store: JourneyStore; horizon: number } | null = null;
  let accounts: AccountStore | null = null;
  let version = 0;
  const readNewVisitors = createVisitorReader(db);

  const refresh = async (): Promise<JourneyStore> => {
    const horizon = await journeyHorizon(db);
    if (loaded === null) {
      const store = createJourneyStore();
      await readAll(db, store);
      await readNewVisitors(store, true);
      loaded = { store, horizon };
    } else {
      const changed = await readChanged(db, loaded);
      accounts?.update(changed);
      const areVisitorsNew = await readNewVisitors(loaded.store, changed.length > 0);
      if (changed.length > 0 || areVisitorsNew) version += 1;
      loaded.horizon = horizon;
    }
    return loaded.store;
  };

  const fresh: Mirror['fresh'] = async (kind) => {
    const { journeys } = await refresh();
    if (kind === 'person') return { journeys, version };
    if (accounts === null) {
      accounts = createAccountStore(journeys);
      accounts.update(Array(journeys.size).keys());
    }
    return { journeys: accounts.journeys, version };
  };
  return { fresh };
}

async function readAll(db: Db, store: JourneyStore): Promise<void> {
  let after = '';
  for (;;) {
    const rows = await journeysAfter(db, after, PAGE);
    putAll(store, rows);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.lead_id;
  }
}

async function readChanged(
  db: Db,
  { store, horizon }: { store: JourneyStore; horizon: number },
): Promise<number[]> {
  const changed = await journeysChangedSince(db, horizon);
  const rows: number[] = [];
  for (let from = 0; from < changed.length; from += PAGE)
    rows.push(...putAll(store, await journeysOf(db, changed.slice(from, from + PAGE))));
  return rows;
}

function putAll({ put }: JourneyStore, rows: readonly JourneyRow[]): number[] {
  return rows.map(({ lead_id, touches, course }) => put({ leadId: lead_id, touches, course }));
}
