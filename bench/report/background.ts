import type { SpendCell } from '../../packages/contract/src/index.ts';
import { landingPath, tagsOf } from '../../packages/collector/src/domain/linkTags.ts';
import type { Db } from '../../packages/collector/src/storage/dialect.ts';
import { saveSpend } from '../../packages/collector/src/storage/spend.ts';
import {
  addTallies,
  lockTallyCursor,
  saveTallyCursor,
  type TallyCursor,
} from '../../packages/collector/src/storage/tallies.ts';
import type { TagTalliesTable } from '../../packages/collector/src/storage/sourceTables.ts';
import { writeVisitors } from './countedVisitors.ts';
import type { MadeLead, MadeTouch } from './generate.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const ROWS = 1_000;

/**
 * What a collector that has run for months has besides leads: touches counted by their tags, visitors counted, and
 * monthly costs. What is still to come when this is made is not counted, as it is not in a collector.
 */
export type Background = { add: (lead: MadeLead) => void; write: (db: Db, site: string) => Promise<void> };

export function createBackground(): Background {
  const tallies = new Map<string, { first: MadeTouch; touches: number }>();
  const months = new Map<string, Set<string>>();
  const visits: Pick<MadeLead, 'visitor' | 'touches'>[] = [];
  const now = Date.now();
  let last: TallyCursor = { receivedAt: -1, event: '' };
  const addTouch = (touch: MadeTouch): void => {
    const key = `${Math.floor(touch.at / DAY)} ${JSON.stringify(touch.body)}`;
    const known = tallies.get(key);
    if (known) known.touches += 1;
    else tallies.set(key, { first: touch, touches: 1 });
    if (touch.at >= last.receivedAt && (touch.at > last.receivedAt || touch.id > last.event))
      last = { receivedAt: touch.at, event: touch.id };
    const { source } = touch.resolved;
    if (source === null) return;
    const month = new Date(touch.at).toISOString().slice(0, 7);
    months.set(month, (months.get(month) ?? new Set()).add(source));
  };
  return {
    add: ({ visitor, touches }) => {
      const past = touches.filter(({ at }) => at < now - HOUR);
      past.forEach(addTouch);
      if (past.length > 0) visits.push({ visitor, touches: past });
    },
    write: async (db, site) => {
      const rows = [...tallies.values()].flatMap((tally, n) => tallyRow(tally, n, site));
      for (let from = 0; from < rows.length; from += ROWS)
        await addTallies(db, rows.slice(from, from + ROWS));
      await lockTallyCursor(db);
      await saveTallyCursor(db, last);
      await writeVisitors(db, { site, visits, last });
      await saveSpend(db, costsOf(months), { at: last.receivedAt, by: 'bench' });
    },
  };
}

function tallyRow(
  { first, touches }: { first: MadeTouch; touches: number },
  n: number,
  site: string,
): TagTalliesTable[] {
  const tags = tagsOf(first.body);
  if (tags === null) return [];
  const day = Math.floor(first.at / DAY) * DAY;
  const path = landingPath(first.body.url);
  const named = { path, source: tags.source ?? null, tags: JSON.stringify(tags) };
  return [{ id: `bench-${n}`, day, site, ...named, touches, first_at: first.at }];
}

const costsOf = (months: ReadonlyMap<string, ReadonlySet<string>>): SpendCell[] =>
  [...months].flatMap(([month, sources]) =>
    [...sources].map((key, n) => ({
      month,
      by: 'source' as const,
      key,
      kind: 'ads' as const,
      amount: { amount: 100_000 * (n + 1), currency: 'EUR' },
    })),
  );
