import type { Db } from '../storage/dialect.ts';
import { setTimer } from '../storage/timers.ts';
import { insertCount, lockCounts, saveCount } from '../storage/visitors.ts';

/**
 * Owes all visitors to be counted anew from the first touch, by the rules in force. What was counted is served
 * until then. Rows of the caller's transaction.
 */
export async function startRecount(db: Db, nowMs: number): Promise<void> {
  // the timer before the rows, as who runs it has them
  await setTimer(db, { kind: 'count_visitors' }, nowMs);
  const counts = await lockCounts(db);
  for (const count of counts)
    if (count.state === 'building') await saveCount(db, { ...count, state: 'dropped' });
  await insertCount(db, Math.max(0, ...counts.map(({ generation }) => generation)) + 1);
}
