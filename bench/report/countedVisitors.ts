import { packSource } from '../../packages/collector/src/domain/reports/pack.ts';
import { countTouch, type CountedVisitor } from '../../packages/collector/src/domain/visitor.ts';
import type { Db } from '../../packages/collector/src/storage/dialect.ts';
import type { TallyCursor } from '../../packages/collector/src/storage/tallies.ts';
import {
  lockCounts,
  placesOf,
  saveCount,
  saveVisitors,
} from '../../packages/collector/src/storage/visitors.ts';
import type { MadeLead } from './generate.ts';

/** Rows in one statement: SQLite takes 32,766 values. */
const ROWS = 1_000;

type Visited = Pick<MadeLead, 'visitor' | 'touches'>;

/** Writes visitors as a collector has counted them by and by, with the cursor behind the last touch. */
export async function writeVisitors(
  db: Db,
  { site, visits, last }: { site: string; visits: readonly Visited[]; last: TallyCursor },
): Promise<void> {
  const named = new Map(
    visits.flatMap(({ touches }) => touches.map(({ resolved }) => [resolved, keyOf(resolved)])),
  );
  const places = await placesOf(db, [...named.values()]);
  const placeOf = (resolved: Visited['touches'][number]['resolved']): number =>
    places.get(named.get(resolved) ?? '') ?? 0;
  for (let from = 0; from < visits.length; from += ROWS) {
    const counted = visits.slice(from, from + ROWS).map(({ visitor, touches }) => {
      let count: CountedVisitor | undefined;
      for (const { at, resolved } of touches)
        count = countTouch(count, { visitor, site, at, source: placeOf(resolved) });
      return count;
    });
    const rows = counted.flatMap((each) => (each ? [{ ...each, generation: 1 }] : []));
    if (rows.length > 0) await saveVisitors(db, rows);
  }
  const [first] = await lockCounts(db);
  if (first) await saveCount(db, { ...first, received_at: last.receivedAt, event: last.event });
}

const keyOf = (resolved: MadeLead['touches'][number]['resolved']): string =>
  JSON.stringify(packSource(resolved));
