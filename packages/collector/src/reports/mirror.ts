import { byAccount } from '../domain/reports/byAccount.ts';
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
  /** The journeys with everything that was committed before this was called. */
  fresh: (kind: JourneysKind) => Promise<Journeys>;
};

/**
 * Keeps every journey in memory: reads all of them once, and from then on what changed. When reading fails on
 * the way, what was read is true as far as it goes, and the next call reads from the same place again.
 */
export function createMirror(db: Db): Mirror {
  let loaded: { store: JourneyStore; horizon: number } | null = null;
  let accounts: Journeys | null = null;
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
      if (changed) accounts = null;
      await readNewVisitors(loaded.store, changed);
      loaded.horizon = horizon;
    }
    return loaded.store;
  };

  const fresh = async (kind: JourneysKind): Promise<Journeys> => {
    const { journeys } = await refresh();
    if (kind === 'person') return journeys;
    accounts ??= byAccount(journeys);
    return accounts;
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
): Promise<boolean> {
  const changed = await journeysChangedSince(db, horizon);
  for (let from = 0; from < changed.length; from += PAGE)
    putAll(store, await journeysOf(db, changed.slice(from, from + PAGE)));
  return changed.length > 0;
}

function putAll({ put }: JourneyStore, rows: readonly JourneyRow[]): void {
  for (const { lead_id, touches, course } of rows) put({ leadId: lead_id, touches, course });
}
