import type { SettingsName } from '@headwater/contract';
import type { Db } from '../storage/dialect.ts';
import { insertRebuild } from '../storage/rebuilds.ts';
import { setTimer } from '../storage/timers.ts';
import { startRecount } from './startRecount.ts';

/** Settings by which sources, channels and what follows from them were decided. */
export const decidesHistory = (name: SettingsName): boolean => name === 'sources' || name === 'channels';

/**
 * Owes all leads to be recomputed, from the first on, also where that was under way: it may have passed leads by
 * the rules before. Rows of the caller's transaction, so that a rule never changes without its history.
 */
export async function startRebuild(db: Db, reason: string, nowMs: number): Promise<void> {
  // the timer before the row, as stepRebuild has them
  await setTimer(db, { kind: 'rebuild' }, nowMs);
  await insertRebuild(db, reason, nowMs);
  await startRecount(db, nowMs);
}
