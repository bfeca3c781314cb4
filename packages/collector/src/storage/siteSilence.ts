import { sql } from 'kysely';
import type { Db } from './dialect.ts';

/** The words of the index events_touches: only in these does a database recognise it. */
const isTouch = sql<boolean>`kind not in ('page', 'engagement', 'event')`;

/** Whether a touch of the site was received since then. Reads the touches of that time at most. */
export async function isSiteHeard(db: Db, site: string, sinceMs: number): Promise<boolean> {
  const row = await db
    .selectFrom('events')
    .select('id')
    .where(isTouch)
    .where('received_at', '>', sinceMs)
    .where('site', '=', site)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
